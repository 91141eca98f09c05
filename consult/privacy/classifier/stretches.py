"""Which stretches of a text are read: all of a short one, of a long one the sentences that can hold somebody."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from consult.privacy.classifier.units import cut
from consult.privacy.reading import COMMON, MEDICINES, NOT_NAMES, key

LONGEST = 180
"""Word pieces of one stretch."""
BUDGET = 720
"""Word pieces that are read of one text."""
MOST_CHARACTERS = 4_000
"""A text up to this length is counted whole; of a longer one the likeliest sentences."""
_SENTENCE = 400
"""Characters of one sentence: longer ones are cut into such parts, at a space where there is one."""
_END = re.compile(r"(?<=[.!?])\s+|\n+")
# Words that say nothing of somebody in either form; joined once, since every word of a long text is looked up.
_COMMON, _ORDINARY = COMMON - {""}, MEDICINES | NOT_NAMES


def stretches(text: str, sizes: Callable[[Sequence[str]], list[int]]) -> list[tuple[int, int]]:
    """The places (start, end) of what is read, in order; `sizes` counts the word pieces of texts."""
    places = _sentences(text)
    # A text may say the same sentence a thousand times.
    likely = lru_cache(maxsize=None)(_somebody)
    if len(text) > MOST_CHARACTERS:
        likeliest = sorted(places, key=lambda place: likely(text[slice(*place)]), reverse=True)
        places = sorted(_within(likeliest, MOST_CHARACTERS))
    counted = dict(zip(places, sizes([text[start:end] for start, end in places]), strict=True))
    if sum(counted.values()) > BUDGET:
        kept, left = [], BUDGET
        for place in sorted(places, key=lambda place: likely(text[slice(*place)]), reverse=True):
            if counted[place] <= left:
                kept.append(place)
                left -= counted[place]
        places = sorted(kept)
    return _joined(places, counted, text)


def _within(places: Sequence[tuple[int, int]], characters: int) -> list[tuple[int, int]]:
    """The first of the places that together have at most so many characters."""
    kept = []
    for start, end in places:
        characters -= end - start
        if characters < 0:
            break
        kept.append((start, end))
    return kept


def _somebody(sentence: str) -> float:
    """How much in a sentence can be somebody's: the share of words that are rare, have a capital inside, or figures."""
    words = [unit.text for unit in cut(sentence)]
    if not words:
        return 0.0
    rare = sum(map(_is_rare, words))
    return rare / (len(words) + 4)


def _is_rare(word: str) -> bool:
    """Whether it is no word of any sentence, no medicine and nothing else that is nobody's."""
    small = word.lower()
    return not (small in _COMMON or small in _ORDINARY or key(word) in _COMMON)


def _joined(
    places: Sequence[tuple[int, int]], counted: dict[tuple[int, int], int], text: str
) -> list[tuple[int, int]]:
    """Sentences that stand together, joined up to LONGEST word pieces: each tells of the other."""
    joined: list[tuple[int, int]] = []
    size = 0
    for place in places:
        start, end = place
        if joined and size + counted[place] <= LONGEST and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
            size += counted[place]
        else:
            joined.append(place)
            size = counted[place]
    return joined


def _sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), none longer than _SENTENCE, in order."""
    found, start = [], 0
    for stop in [*(match.end() for match in _END.finditer(text)), len(text)]:
        while start < stop:
            end = stop
            if end - start > _SENTENCE:
                space = text.rfind(" ", start, start + _SENTENCE)
                end = space + 1 if space > start else start + _SENTENCE
            if text[start:end].strip():
                found.append((start, end))
            start = end
    return found

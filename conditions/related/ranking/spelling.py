"""What misspelt words may have been meant to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from conditions.related.encoder.encoder import get_encoder
from conditions.related.ranking.wordings import SEARCHED, as_typed, occurrence
from conditions.related.text.prepare import located, terms
from conditions.related.text.synonyms import get_lexicon
from conditions.related.text.vocabulary import Vocabulary, current
from consult.language.tokens import fold

FAR_COMMONER = 20
"""A word found in few texts is doubted when a neighbour weighs this many times as much."""

RARE = 3
"""A word found in more texts than this is not doubted."""

LOOKED_UP = 8
"""Words of a message that are looked up at most: each costs a millisecond."""


@dataclass(frozen=True)
class Correction:
    """Another way to write a text.  It is sure when every word changed occurs nowhere on the site."""

    text: str
    is_sure: bool
    words: tuple[str, ...] = field(default=(), compare=False)
    """The words put in."""


def correct(
    text: str,
    frequency: Mapping[str, int],
    vocabulary: Callable[[], Vocabulary],
    *,
    rare: int = RARE,
    most: int | None = None,
) -> Correction | None:
    """Return the text with its doubtful words replaced, or None when there is nothing to replace.

    `frequency` tells in how many texts each term occurs (a missing one: none); words of more than `rare` texts stay,
    and every real word.  The vocabulary is only called for when a word is doubtful; at most `most` are looked up.
    """
    pieces, put, at, sure, looked_up = [], [], 0, True, 0
    for term, start, end in located(text):
        count = frequency.get(term, 0)
        if count > rare or is_a_word(text[start:end]) or (most is not None and looked_up >= most):
            continue
        looked_up += 1
        if meant := _meant(text[start:end], count, vocabulary):
            pieces += [text[at:start], meant]
            put.append(meant)
            at, sure = end, sure and count == 0
    if not pieces:
        return None
    return Correction("".join([*pieces, text[at:]]), sure, tuple(dict.fromkeys(put)))


def corrected(text: str) -> Correction | None:
    """Return a message with the words replaced that no text of the site has, or None.  One query."""
    frequency = occurrence(SEARCHED, as_typed(terms(text))).of
    return correct(text, frequency, current, rare=0, most=LOOKED_UP)


def is_a_word(typed: str) -> bool:
    """Whether this is a word as it stands: the language model has it whole, or it is the name of something."""
    word = fold(typed)
    encoder = get_encoder()
    return bool(encoder and encoder.has_word(word)) or get_lexicon().knows(word)


def _meant(typed: str, count: int, vocabulary: Callable[[], Vocabulary]) -> str:
    """The word that `typed` stands for, "" for itself."""
    word = fold(typed)
    if not word.isalpha() or word in (known := vocabulary()):
        return ""
    for near in known.nearest(word):
        # "Numbnesses" is another form of a known word, not a slip.
        if terms(near) == terms(typed):
            return ""
        if count == 0 or known.weight(near) >= FAR_COMMONER * count:
            return near
    return ""

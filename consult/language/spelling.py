"""Small typing errors: which known words may a typed one have been meant to be?

The distance is that of optimal string alignment: letters swapped, added, missing or wrong each count one.  What is
near enough is a rule of whoever asks: a search may guess, an alarm may not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from consult.language.word_lists import word_lists

SWAP_FROM, EXTRA_FROM, MISSING_FROM, WRONG_FROM = 4, 5, 6, 7
LONGEST = 30

REAL_WORDS = word_lists("spelling")["real_words"]
"""Real words one slip away from words of the rules shipped."""


class SpellingIndex:
    """Known words, found again from a typed one near them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = list(words)
        self._by_start: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._words:
            if word.isascii() and word.isalpha() and SWAP_FROM <= len(word) <= LONGEST:
                self._by_start[word[0], len(word)].append(word)

    def within(self, typed: str, most: int, limit: int = 50) -> Iterator[tuple[str, int]]:
        """Yield the known words at most `most` slips away, with their distance, nearest first."""
        if most > 0:
            found = process.extract(typed, self._words, scorer=OSA.distance, score_cutoff=most, limit=limit)
            yield from ((word, int(distance)) for word, distance, _place in found)

    def near(self, typed: str) -> set[str]:
        """Return the known words that `typed` is one slip away from (itself not included), as `is_one_slip` says."""
        if not SWAP_FROM <= len(typed) <= LONGEST + 1:
            return set()
        found = set()
        for size in (len(typed) - 1, len(typed), len(typed) + 1):
            for word in self._by_start.get((typed[0], size), ()):
                if is_one_slip(typed, word):
                    found.add(word)
        return found


def is_one_slip(typed: str, word: str) -> bool:
    """Say whether `typed` is `word` with one slip that a word of this length allows, its first letter right.

    Short words allow fewer kinds, because they have more neighbours that are words themselves ("chest" and "cheat").
    """
    if typed[:1] != word[:1] or OSA.distance(typed, word, score_cutoff=1) != 1:
        return False
    if len(typed) != len(word):
        return len(word) >= (EXTRA_FROM if len(typed) > len(word) else MISSING_FROM)
    is_swap = sorted(typed) == sorted(word)
    return len(word) >= (SWAP_FROM if is_swap else WRONG_FROM)

"""Small typing errors: is a typed word one slip away from a word of a rule?

One slip is two neighbouring letters swapped, one letter too many, one missing or one wrong. Short words allow
fewer kinds, because short words have more neighbours that are words themselves ("chest" and "cheat").
The first letter must be right. Looking a word up costs its length, whatever the number of rules (the
deletion index of SymSpell, github.com/wolfgarbe/SymSpell).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from consult.language.word_lists import word_set

SWAP_FROM, EXTRA_FROM, MISSING_FROM, WRONG_FROM = 4, 5, 6, 7
LONGEST = 30

# Real words one slip away from words of the rules shipped; found by running the rules over patients' questions.
REAL_WORDS = word_set(
    "beach binding blinking blocker breather burping complex cooking crackle crackling feeding flight flights"
    " grasping injection injections laying magnesium mediation meditation patience pausing pissing pointy prison"
    " prisons response slight smelled smelling smiley sticky table tables talking thinning thorough though thrown"
    " tried watery whereas worthy"
)


class SpellingIndex:
    """Known words, found again from a typed word that is at most one slip away."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_deletion: defaultdict[str, set[str]] = defaultdict(set)
        for word in words:
            if word.isascii() and word.isalpha() and SWAP_FROM <= len(word) <= LONGEST:
                for shorter in _with_deletions(word):
                    self._by_deletion[shorter].add(word)

    def near(self, typed: str) -> set[str]:
        """Return the known words that `typed` may have been meant to be (itself not included)."""
        if not SWAP_FROM <= len(typed) <= LONGEST + 1:
            return set()
        candidates = {word for key in _with_deletions(typed) for word in self._by_deletion.get(key, ())}
        return {word for word in candidates if is_one_slip(typed, word)}


def is_one_slip(typed: str, word: str) -> bool:
    """Say whether `typed` is `word` with one slip that a word of this length allows."""
    size = len(word)
    if typed == word or typed[:1] != word[:1] or abs(len(typed) - size) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), size))
    if len(typed) == size + 1:
        return size >= EXTRA_FROM and typed[at + 1 :] == word[at:]
    if len(typed) == size - 1:
        return size >= MISSING_FROM and typed[at:] == word[at + 1 :]
    if typed[at + 1 :] == word[at + 1 :]:
        return size >= WRONG_FROM
    swapped = typed[at : at + 2] == word[at : at + 2][::-1]
    return size >= SWAP_FROM and swapped and typed[at + 2 :] == word[at + 2 :]


def _with_deletions(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]

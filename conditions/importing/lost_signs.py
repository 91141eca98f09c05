"""Puts signs back that a file lost when it was taken from its pages, as far as its own words tell.

A dash between two words is gone ("metabolismthe way"), and so are apostrophes ("a persons kidneys", "Huntingtons").
What is rare in the file, and is two of its common words in one, was two words with a dash between them.  A small file
tells too little: there a list of words tells, if the caller has one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable

# So often a word of small letters may stand by mistake; from these on words are known, well and very well.
RARE, KNOWN, WELL_KNOWN, EVERYDAY = 3, 10, 15, 100
# A passage comes on several pages: what ends in one of the words below is so many times rarer than its beginning.
RARER = 5
# "Smallpox" is no dash between two words, nor is "conductor": so only what ends in one of these, or two long words.
_AFTER_A_DASH = "the|a|an|and|which|when|such|including|called|but|that|not|with|usually|sometimes"
_ENDS = re.compile(rf"(?P<one>[a-z]{{5,}}?)(?P<other>{_AFTER_A_DASH})")
# What may follow a dash where only a list of words tells: "is" ends Latin words, but none in -ais, -eis or -yis; "or"
# ends who does something, but never after these letters.
_LISTED = re.compile(
    rf"(?P<one>[a-z]{{4,}}?)(?P<other>often|also|known|meaning|called|which|including|usually|sometimes"
    rf"|(?<=[a-z]{{5}})(?:{_AFTER_A_DASH}|these|this|they)|(?<=[aey])(?:is|are)|(?<=[a-z]{{4}}[cdg])or)"
)
# "Neuromyelitis optica", "labia minora": Latin, and no dash before "a"; nor one in "cesarean".
_LATIN = re.compile(r".*(?:ic|al|ar|or|um|us|rn|si|ct|lt)a|cesarean")
LONG = 7
_WORD = re.compile(r"[^\W\d_]+(?:['’]s)?")
# "A" goes with no plural.
_OF_ONE = re.compile(
    r"\b((?:an?|each|every|another) (?:baby|child|dentist|dietitian|doctor|father|individual|infant|man|mother|newborn"
    r"|parent|patient|pediatrician|person|physician|woman))s(?= [a-z])",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?P<name>[A-Z][a-z]{3,})s\b")


class FileWords:
    """The words of a whole file, by which each of its texts is read."""

    def __init__(self, texts: Iterable[str], is_word: Callable[[str], bool] | None = None) -> None:
        self._is_word = is_word
        self._count: Counter[str] = Counter()
        for text in texts:
            self._count.update(_WORD.findall(text))
        self._broken = {
            word: f"{one} – {other}"
            for word, count in self._count.items()
            if word.islower() and word.isascii()
            for one, other in [self._parts(word, count)]
            if one
        }

    def is_common(self, word: str, *, is_everyday: bool = False) -> bool:
        """Whether a word stands in small letters in the file, and not only here: it is no name of a person or place."""
        return self._count[word.lower()] > (EVERYDAY if is_everyday else RARE)

    def restored(self, text: str) -> str:
        """The text with dashes and apostrophes that were lost."""
        if self._broken:
            text = _WORD.sub(lambda match: self._broken.get(match[0], match[0]), text)
        text = _OF_ONE.sub(r"\1's", text)
        return _NAME.sub(self._named, text)

    def _parts(self, word: str, count: int) -> tuple[str, str]:
        """The two words that a word is; empty when it is one."""
        ends = _ENDS.fullmatch(word)
        if ends and self._count[ends["one"]] >= max(KNOWN, RARER * count) and not _LATIN.fullmatch(word):
            return ends["one"], ends["other"]
        if count > RARE:
            return self._listed(word)
        for at in range(LONG, len(word) - LONG + 1):
            if min(self._count[word[:at]], self._count[word[at:]]) >= WELL_KNOWN:
                return word[:at], word[at:]
        return self._listed(word)

    def _listed(self, word: str) -> tuple[str, str]:
        """The same by the list of words: a word, or two without their space, and what may follow a dash."""
        found = _LISTED.fullmatch(word)
        if not found or not self._is_word or _LATIN.fullmatch(word) or self._is_word(word):
            return "", ""
        one = found["one"]
        if self._is_word(one) or self._count[one] > RARE:
            return one, found["other"]
        for at in range(LONG - 1, len(one) - LONG + 2):
            if self._is_word(one[:at]) and self._is_word(one[at:]):
                return f"{one[:at]} {one[at:]}", found["other"]
        return "", ""

    def _named(self, match: re.Match[str]) -> str:
        """With its apostrophe, where the file has it elsewhere as often; what has a plural is no name."""
        name = match["name"]
        is_name = not self._count[f"{name.lower()}s"] and self._count[f"{name}'s"] >= max(
            1, self._count[f"{name}s"]
        )
        return f"{name}'s" if is_name else match[0]


NO_FILE = FileWords(())
"""Of a text that stands alone: nothing is put back that only a file can tell."""

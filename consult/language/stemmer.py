"""The Porter stemmer (M. F. Porter, 1980), so that "numbness" and "numb" meet in the index and in reasons."""

import re
from functools import lru_cache

_CONSONANT = "[^aeiou]"
_VOWEL = "[aeiouy]"
_CONSONANTS = f"{_CONSONANT}[^aeiouy]*"
_VOWELS = f"{_VOWEL}[aeiou]*"
_M_ABOVE_0 = re.compile(f"^({_CONSONANTS})?{_VOWELS}{_CONSONANTS}")
_M_EQUALS_1 = re.compile(f"^({_CONSONANTS})?{_VOWELS}{_CONSONANTS}({_VOWELS})?$")
_M_ABOVE_1 = re.compile(f"^({_CONSONANTS})?{_VOWELS}{_CONSONANTS}{_VOWELS}{_CONSONANTS}")
_HAS_VOWEL = re.compile(f"^({_CONSONANTS})?{_VOWEL}")
_CVC = re.compile(f"^{_CONSONANTS}{_VOWEL}[^aeiouwxy]$")
_DOUBLE = re.compile(r"([^aeiouylsz])\1$")

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "bli": "ble",
    "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate",
    "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al",
    "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate",
    "iti", "ous", "ive", "ize",
)  # fmt: skip


def _longest(word: str, endings: dict[str, str]) -> tuple[str, str] | None:
    """The word without its longest ending of `endings`, and what replaces that ending."""
    for length in range(min(7, len(word) - 1), 1, -1):
        ending = word[-length:]
        if ending in endings:
            return word[:-length], endings[ending]
    return None


def _plural_and_past(word: str) -> str:
    """Step 1: plurals, -ed, -ing and a final y."""
    if word.endswith("s"):
        if word.endswith(("sses", "ies")):
            word = word[:-2]
        elif not word.endswith("ss"):
            word = word[:-1]
    if word.endswith("eed"):
        if _M_ABOVE_0.match(word[:-3]):
            word = word[:-1]
    else:
        for ending in ("ed", "ing"):
            base = word[: -len(ending)]
            if word.endswith(ending) and _HAS_VOWEL.match(base):
                word = base
                if word.endswith(("at", "bl", "iz")) or (_M_EQUALS_1.match(word) and _CVC.match(word)):
                    word += "e"
                elif _DOUBLE.search(word):
                    word = word[:-1]
                break
    if word.endswith("y") and _HAS_VOWEL.match(word[:-1]):
        word = word[:-1] + "i"
    return word


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a lower-case word; words of one or two letters and words with digits come back unchanged."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    if word[0] == "y":  # a leading y is a consonant
        stemmed = stem_body("Y" + word[1:])
        return "y" + stemmed[1:]
    return stem_body(word)


def stem_body(word: str) -> str:
    """All five steps, for a word of at least three letters."""
    word = _plural_and_past(word)
    for endings in (_STEP_2, _STEP_3):
        found = _longest(word, endings)
        if found and _M_ABOVE_0.match(found[0]):
            word = found[0] + found[1]
    word = _suffix(word)
    if word.endswith("e"):
        base = word[:-1]
        if _M_ABOVE_1.match(base) or (_M_EQUALS_1.match(base) and not _CVC.match(base)):
            word = base
    if word.endswith("ll") and _M_ABOVE_1.match(word):
        word = word[:-1]
    return word


def _suffix(word: str) -> str:
    """Step 4: drop one long suffix from a long word."""
    for ending in sorted(_STEP_4, key=len, reverse=True):
        if word.endswith(ending):
            base = word[: -len(ending)]
            return base if _M_ABOVE_1.match(base) else word
    if word.endswith(("sion", "tion")) and _M_ABOVE_1.match(word[:-3]):
        return word[:-3]
    return word

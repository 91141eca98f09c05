"""Numbers as patients write them: in digits, in words, with a comma or a point."""

import re

from consult.language.word_lists import word_pairs

_DIGITS = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_WORDS = {word: float(value) for word, (value,) in word_pairs("numbers", "values").items()}
_FRACTIONS = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3}
_TENS_AND_ONES = re.compile(r"([a-z]+)[ -]([a-z]+)")


def number_words(below: int) -> str:
    """Return the words for the whole numbers below this one, as alternatives of a regular expression."""
    return "|".join(word for word, value in _WORDS.items() if value < below)


def value_of(text: str) -> float | None:
    """Return the number that a text is: "38.6", "38,6", "½", "six", "twenty-five"; None for others and long digits."""
    if _DIGITS.fullmatch(text):
        return float(text.replace(",", "."))
    if text in _FRACTIONS:
        return _FRACTIONS[text]
    if text in _WORDS:
        return _WORDS[text]
    if parts := _TENS_AND_ONES.fullmatch(text):
        tens, ones = (_WORDS.get(part, 0.0) for part in parts.groups())
        return tens + ones if 20 <= tens < 100 and 0 < ones < 10 else None
    return None

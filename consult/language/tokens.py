"""Words of a text: cut, folded, and placed in the text as it was.  Linear in the length of the text; never fails."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from consult.language.characters import ACCENTS, APOSTROPHES, HANGUL, IDEOGRAPHS, JOINERS, MARKS
from consult.language.normalise import Normalised, normalise, normalise_located

_RUN = rf"[^\W_]+(?:[{MARKS}{JOINERS}]+[^\W_]*)*"
WORD = re.compile(rf"{_RUN}(?:[{APOSTROPHES}]{_RUN}|(?<=\d)[.,](?=\d){_RUN})*")
"""A word: letters, digits and their marks in a row, apostrophes inside ("doesn't") and decimal points ("38.6")."""

_HEAD = re.compile(rf"({_RUN})(?:[{APOSTROPHES}]{_RUN})?")
_UNSPACED = re.compile(f"[{IDEOGRAPHS}{HANGUL}]+")
_PART = re.compile(rf"([{IDEOGRAPHS}{HANGUL}]+)|[^{IDEOGRAPHS}{HANGUL}]+")
_LEFT_OUT = re.compile(rf"[{ACCENTS}\u0640]|[^\w{MARKS}]|_")
_FRACTION = re.compile("[\u00bc-\u00be\u2150-\u215f\u2189]")


class Token(NamedTuple):
    """A word, folded; text[start:end] is how it was written.  A tuple, because a text has hundreds."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """Return the word in small letters, without accents and signs; vowels that are marks stay."""
    if word.isascii() and word.isalnum():
        return word.lower()
    letters = unicodedata.normalize("NFKD", _FRACTION.sub("", word)).casefold()
    decomposed = unicodedata.normalize("NFKD", letters)
    return unicodedata.normalize("NFC", _LEFT_OUT.sub("", decomposed))


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text as search knows them: letters and digits, Chinese, Japanese and Korean in pairs.

    A word with an apostrophe is known by what stands before it: "Bell's" by "bell".
    """
    normal = normalise_located(text)
    for word in WORD.finditer(normal.text):
        if word[0].isascii() and word[0].isalnum():  # most are: no apostrophe, point or accent
            yield Token(word[0].lower(), *normal.span(*word.span()))
            continue
        for head in _HEAD.finditer(normal.text, *word.span()):
            if head[0].isascii():
                yield Token(head[1].lower(), *normal.span(*head.span()))
            else:
                yield from _folded(normal, head)


def plain(text: str) -> str:
    """Return the text as folded words only, separated by one space: to compare two texts for sameness."""
    return " ".join(folded_words(text))


def folded_words(text: str) -> Iterator[str]:
    """Yield the words of `plain`: two long texts are seldom the same beyond their first."""
    return filter(None, (fold(head[0]) for head in _HEAD.finditer(normalise(text))))


def is_word_alone(character: str) -> bool:
    """Whether a single character says something: a digit, or an ideograph."""
    return character.isdigit() or bool(_UNSPACED.fullmatch(character))


def _folded(normal: Normalised, head: re.Match[str]) -> Iterator[Token]:
    """The tokens of a word with letters outside ASCII: runs without spaces in pairs, other letters as one."""
    parts = list(_PART.finditer(normal.text, *head.span(1)))
    for part in parts:
        first, last = part.span()
        if part[1]:
            for at in range(first, max(last - 1, first + 1)):
                end = min(at + 2, last)
                yield Token(normal.text[at:end], *normal.span(at, end))
        elif folded := fold(part[0]):
            yield Token(folded, *normal.span(first, head.end() if part is parts[-1] else last))

"""The words of a title as the last part of an address."""

import re
import unicodedata
from collections.abc import Container

from consult.language.characters import MARKS
from consult.language.normalise import normalise

_DROPPED = re.compile(rf"[^\w\s{MARKS}-]")
_LOOSE_MARKS = re.compile(rf"(?<![\w{MARKS}])[{MARKS}]+")
_GAPS = re.compile(r"[-\s]+")
_LAST_LETTER = re.compile(rf"[^{MARKS}]?[{MARKS}]*$")
_MARK = re.compile(f"[{MARKS}]")


def slug_of(text: str, longest: int) -> str:
    """Return small letters, digits and hyphens, at most `longest` characters; vowels that are marks stay, "" for none.

    As Django's slugify(allow_unicode=True), which drops them: Hindi could not be read.
    """
    words = _DROPPED.sub("", unicodedata.normalize("NFKC", normalise(text)).lower())
    whole = unicodedata.normalize("NFC", _GAPS.sub("-", _LOOSE_MARKS.sub("", words))).strip("-_")
    cut = whole[:longest]
    if _MARK.match(whole[longest : longest + 1]):
        cut = _LAST_LETTER.sub("", cut, count=1)
    return cut.strip("-_")


def first_free(taken: Container[str], *wanted: str) -> str:
    """Return the first of these addresses that is not taken, or else the last of them with the first free number."""
    for slug in wanted:
        if slug not in taken:
            return slug
    number = 2
    while f"{wanted[-1]}-{number}" in taken:
        number += 1
    return f"{wanted[-1]}-{number}"

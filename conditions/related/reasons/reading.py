"""A text as the explanation of a match reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from conditions.related.text.prepare import located
from conditions.related.text.stopwords import FILLER_WORDS
from consult.language.characters import APOSTROPHES, JOINERS, MARKS
from consult.language.tokens import fold

_RUN = re.compile(rf"[\w\s{APOSTROPHES}{MARKS}{JOINERS}-]+")
"""What stands between two signs."""

_PLAIN = re.compile(r"[\t\n\x20-\x5f\x61-\x7e\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*")
"""A text of plain letters, as most are, with the dashes and quotation marks that word processors put in."""

_PLAIN_WORD = re.compile("[A-Za-z0-9]+(?:['\u2018\u2019][A-Za-z0-9]+)?")
"""A word of it, as `located` cuts it between two signs."""


@dataclass(frozen=True)
class Read:
    """Content words as written, by term, and pairs of terms side by side."""

    surfaces: dict[str, list[str]]
    pairs: set[tuple[str, str]]

    @classmethod
    def of(cls, text: str) -> "Read":
        """Read a text once: most of the cost of an explanation."""
        surfaces: dict[str, list[str]] = {}
        pairs: set[tuple[str, str]] = set()
        before, end = "", 0
        for surface, start, term, is_named in _plain_words(text) if _PLAIN.fullmatch(text) else _words(text):
            if is_named:
                surfaces.setdefault(term, []).append(surface)
            if before and before != term and text[end:start].isspace():
                pairs.add((before, term))
            before, end = term, start + len(surface)
        return cls(surfaces, pairs)


_Word = tuple[str, int, str, bool]
"""As written, where it begins, its term, and whether it says something when named."""


def _words(text: str) -> Iterator[_Word]:
    """The content words of a text."""
    for run in _RUN.finditer(text):
        for term, start, end in located(run[0]):
            surface = run[0][start:end]
            yield surface, run.start() + start, term, _is_named(surface)


def _plain_words(text: str) -> Iterator[_Word]:
    """The same of a plain text: each word is the whole of what there is to know of it, so it is known the next time."""
    for found in _PLAIN_WORD.finditer(text):
        if said := _said(found[0]):
            yield found[0], found.start(), *said


@lru_cache(maxsize=32_768)
def _said(word: str) -> tuple[str, bool] | None:
    """The term of a plain word and whether it says something when named; None for a word without content."""
    return next(((term, _is_named(word)) for term, _start, _end in located(word)), None)


def _is_named(surface: str) -> bool:
    """Whether a content word, as written, says something when it is named."""
    return not surface.isdigit() and fold(surface) not in FILLER_WORDS

"""Sentences and clauses of a text, each with its place in it."""

import re
from collections.abc import Iterator

SENTENCE_END = re.compile(r"[!?;。！？；]|(?<!\.)\.(?!\.)|\n[ \t\r]*\n")
"""A sentence ends at ! ? ; or one full stop; an ellipsis ("pain... in my chest") does not end it."""

_SENTENCE = re.compile(r"(?:[^!?;.。！？；\n]|\.{2,}|(?<=\d)\.(?=\d)|\n(?![ \t\r]*\n))+(?:[!?;.。！？；]+)?")
_CLAUSE = re.compile(r"[^,:、，：()\n]+")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence stands: text[start:end], without the spaces around it."""
    yield from _trimmed(text, _SENTENCE, 0, len(text))


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each part of a sentence stands that commas, colons, brackets or line ends set apart."""
    for start, end in sentences(text):
        yield from _trimmed(text, _CLAUSE, start, end)


def _trimmed(text: str, pattern: re.Pattern[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The matches that hold more than spaces and signs."""
    for match in pattern.finditer(text, first, last):
        piece = match[0]
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - (len(piece) - len(piece.rstrip()))
        if any(character.isalnum() for character in piece):
            yield start, end

"""Word lists of the reader: plain text files of data/, read once.

A file has sections, each begun by its name in square brackets; a line that begins with # is a note.
"""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text that separates them by spaces or lines."""
    return frozenset(words.split())


@cache
def word_lists(name: str) -> dict[str, frozenset[str]]:
    """Return the sections of data/<name>.txt, each as a set of words."""
    return {section: word_set(" ".join(lines)) for section, lines in _sections(name).items()}


@cache
def word_pairs(name: str, section: str) -> dict[str, tuple[str, ...]]:
    """Return a section whose lines read "word: other words"."""
    pairs = (line.split(":") for line in _sections(name)[section])
    return {word.strip(): tuple(others.split()) for word, others in pairs}


def lines_of(name: str, section: str) -> list[str]:
    """Return the lines of a section, notes left out."""
    return list(_sections(name)[section])


def sections_of(name: str) -> list[str]:
    """Return the names of the sections of data/<name>.txt, in order."""
    return list(_sections(name))


@cache
def _sections(name: str) -> dict[str, list[str]]:
    """The lines of each section of data/<name>.txt."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found

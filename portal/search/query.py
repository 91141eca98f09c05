"""What a reader typed, made fit to search with."""

import re
from dataclasses import dataclass

from conditions.related.text.prepare import located
from consult.language.normalise import normalise

MAX_CHARS = 300
"""Longer searches are cut.  300 characters of any script, percent-encoded, fit into the 4,094 bytes of an address line
that gunicorn accepts."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Query:
    """A search: its text on one line, its terms (stems, distinct, in order) and the word typed for each."""

    text: str
    words: dict[str, str]
    was_cut: bool = False

    @property
    def terms(self) -> frozenset[str]:
        """The distinct terms."""
        return frozenset(self.words)

    def __bool__(self) -> bool:
        """Whether there is anything to search for: a search of only signs or emoji has no letters or digits."""
        return any(character.isalnum() for character in self.text)


def parse(typed: str) -> Query:
    """Read what was typed: normalised, on one line, cut at a word near MAX_CHARS.

    Nothing in it is an operator: quotes, AND, NEAR and the like are ordinary characters and words.
    """
    text = _SPACE.sub(" ", normalise(typed[: MAX_CHARS * 4])).strip()
    was_cut = len(text) > MAX_CHARS or len(typed) > MAX_CHARS * 4
    if len(text) > MAX_CHARS:
        head, space, _tail = text[: MAX_CHARS + 1].rpartition(" ")
        text = head if space else text[:MAX_CHARS]
    words: dict[str, str] = {}
    for term, start, end in located(text):
        words.setdefault(term, text[start:end])
    return Query(text, words, was_cut)

"""A piece of a text around the words that were searched for, with those words marked."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import islice

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from conditions.related.text.prepare import located
from consult.language.normalise import normalise
from consult.language.tokens import WORD
from consult.language.variants import beginnings, letters_before

LENGTH = 170
"""Characters of a snippet, about five lines on a phone."""

READ = 3_000
"""Characters that are looked through; a longer text is rare and its beginning says what it is about."""

_LEAD = 60


@dataclass(frozen=True)
class Snippet:
    """A piece of a text, and which of the terms stand anywhere in it."""

    text: str
    spans: list[tuple[str, int, int]]
    length: int
    is_whole: bool

    @cached_property
    def found(self) -> frozenset[str]:
        """The terms that the text has."""
        return frozenset(term for term, _start, _end in self.spans)

    @cached_property
    def html(self) -> SafeString:
        """The piece with the most different terms, those marked, with an ellipsis where something was left out."""
        start, end = _window(self.text, self.spans, self.length)
        inside = [(a, b) for _term, a, b in self.spans if start <= a and b <= end]
        before = "… " if start else ""
        after = " …" if end < len(self.text) or not self.is_whole else ""
        return format_html("{}{}{}", before, _marked(self.text, inside, start, end), after)


def snippet(text: str, terms: AbstractSet[str], length: int = LENGTH) -> Snippet:
    """The part of `text` with the most different terms, at most about `length` characters, on one line.

    Cut at word ends, with an ellipsis where something was left out.  Without any term it is the beginning.
    """
    flat = " ".join(normalise(text[:READ]).split())
    return Snippet(flat, _spans(flat, terms), length, is_whole=len(text) <= READ)


def marked(text: str, terms: AbstractSet[str]) -> SafeString:
    """The whole text, a title for example, as safe HTML with the terms marked."""
    text = normalise(text)
    return _marked(text, [(a, b) for _term, a, b in _spans(text, terms)], 0, len(text))


def _spans(text: str, terms: AbstractSet[str]) -> list[tuple[str, int, int]]:
    """Where the terms stand in the text.  Only words that begin like a term are looked at closely."""
    if not terms:
        return []
    found: list[tuple[str, int, int]] = []
    end = 0
    for at in _places_like(text, frozenset(terms)):
        # What begins inside a word, after its apostrophe, is no word.
        if at >= end and (word := WORD.match(text, at)):
            end = word.end()
            found += [(term, at + a, at + b) for term, a, b in _terms_of(word.group()) if term in terms]
    return found


@lru_cache(maxsize=16_384)
def _terms_of(word: str) -> list[tuple[str, int, int]]:
    """The terms of a single word, as the index has them."""
    return list(located(word))


def _places_like(text: str, terms: frozenset[str]) -> Iterable[int]:
    """Where words begin that may have one of these terms, in order.

    Looked up beginning by beginning, as the regular expression for other texts takes longer to make than this.
    """
    if not text.isascii():
        return (beginning.start() for beginning in _beginning_like(terms).finditer(text))
    small, places = text.lower(), set()
    for start in _letters_before(terms):
        at = small.find(start)
        while at >= 0:
            if at == 0 or not small[at - 1].isalnum():
                places.add(at)
            at = small.find(start, at + 1)
    return sorted(places)


@lru_cache(maxsize=64)
def _letters_before(terms: frozenset[str]) -> list[str]:
    """How words of ASCII begin that may have one of these terms, none beginning with another."""
    every = sorted({start for term in terms for start in letters_before(term)})
    return [
        start for start in every if not any(start != other and start.startswith(other) for other in every)
    ]


@lru_cache(maxsize=64)
def _beginning_like(terms: frozenset[str]) -> re.Pattern[str]:
    """Where words begin that may have one of these terms; compiling the whole of WORD for each search takes 5 ms.

    Words with a letter outside ASCII near their beginning are taken too: accents and Chinese are folded later.
    """
    like = "|".join(sorted({start for term in terms for start in beginnings(term)}))
    return re.compile(rf"(?<![^\W_])(?=(?:{like})|[^\W_]{{0,3}}[^\W_\x00-\x7f])", re.IGNORECASE)


def _window(text: str, spans: list[tuple[str, int, int]], length: int) -> tuple[int, int]:
    """Start and end of the piece to show: that with the most different terms, the first of equals."""
    if len(text) <= length:
        return 0, len(text)
    best, start = 0, 0
    for number, (_term, first, _end) in enumerate(spans):
        last = first + length - _LEAD
        seen: set[str] = set()
        for term, start_of, end_of in islice(spans, number, None):
            if start_of > last:
                break
            if end_of <= last:
                seen.add(term)
        if len(seen) > best:
            best, start = len(seen), first
    start = 0 if start < _LEAD else text.find(" ", start - _LEAD) + 1
    if start + length >= len(text):
        return start, len(text)
    end = text.rfind(" ", start + 1, start + length + 1)
    return start, end if end > start else start + length


def _marked(text: str, spans: list[tuple[int, int]], start: int, end: int) -> SafeString:
    """text[start:end] escaped, with the spans (in order, may overlap) inside <mark>."""
    pieces: list[str] = []
    at = start
    for first, last in _merged(spans):
        pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    pieces.append(escape(text[at:end]))
    return mark_safe("".join(pieces))  # noqa: S308  (every piece of the text is escaped)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with overlapping ones made one (the bigrams of a Chinese word overlap)."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged

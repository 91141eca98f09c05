"""A piece of a text around the words that were searched for, with those words marked."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conditions.related.text import located

LENGTH = 170
"""Characters of a snippet, about five lines on a phone."""

READ = 3_000
"""Characters that are looked through; a longer text is rare and its beginning says what it is about."""

_LEAD = 60


@dataclass(frozen=True)
class Snippet:
    """Safe HTML, and which of the terms stand anywhere in the text."""

    html: SafeString
    found: frozenset[str]


def snippet(text: str, terms: AbstractSet[str], length: int = LENGTH) -> Snippet:
    """The part of `text` with the most different terms, at most about `length` characters, on one line.

    Cut at word ends, with an ellipsis where something was left out.  Without any term it is the beginning.
    """
    flat = " ".join(text[:READ].split())
    spans = _spans(flat, terms)
    start, end = _window(flat, spans, length)
    inside = [(a, b) for _term, a, b in spans if start <= a and b <= end]
    before, after = "… " if start else "", " …" if end < len(flat) or len(text) > READ else ""
    html = format_html("{}{}{}", before, _marked(flat, inside, start, end), after)
    return Snippet(html, frozenset(term for term, _a, _b in spans))


def marked(text: str, terms: AbstractSet[str]) -> SafeString:
    """The whole text, a title for example, as safe HTML with the terms marked."""
    return _marked(text, [(a, b) for _term, a, b in _spans(text, terms)], 0, len(text))


def _spans(text: str, terms: AbstractSet[str]) -> list[tuple[str, int, int]]:
    """Where the terms stand in the text.  Only words that begin like a term are looked at closely."""
    if not terms:
        return []
    found: list[tuple[str, int, int]] = []
    for word in _beginning_like(frozenset(terms)).finditer(text):
        at = word.start()
        found += [(term, at + a, at + b) for term, a, b in located(word.group()) if term in terms]
    return found


@lru_cache(maxsize=64)
def _beginning_like(terms: frozenset[str]) -> re.Pattern[str]:
    """Words that may have one of these stems: a stem is the beginning of its word but for the last letter.

    Words with a letter outside ASCII near their beginning are taken too: accents and Chinese are folded later.
    """
    beginnings = {re.escape(term[: max(1, min(4, len(term) - 1))]) for term in terms}
    like = "|".join(sorted(beginnings))
    word = r"[^\W_]+(?:['\u2019][^\W_]+)?"
    return re.compile(rf"(?<![^\W_])(?=(?:{like})|[^\W_]{{0,3}}[^\W_\x00-\x7f]){word}", re.IGNORECASE)


def _window(text: str, spans: list[tuple[str, int, int]], length: int) -> tuple[int, int]:
    """Start and end of the piece to show: that with the most different terms, the first of equals."""
    if len(text) <= length:
        return 0, len(text)
    best, start = 0, 0
    for number, (_term, first, _end) in enumerate(spans):
        seen = {term for term, _a, b in spans[number:] if b - first <= length - _LEAD}
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
        pieces += [text[at:first], format_html("<mark>{}</mark>", text[first:last])]
        at = last
    pieces.append(text[at:end])
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with overlapping ones made one (the bigrams of a Chinese word overlap)."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged

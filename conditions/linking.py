"""Names of conditions that stand in a text lead to where they are told: in the HTML that readers get, once per text.

Never inside a link, a heading or code, and never a name that is also a plain word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from conditions.models import ConditionName
from conditions.names import told_name
from consult.common.recording import note
from consult.language.tokens import Token, tokens
from consult.language.variants import one_spelling, term_of

_PLAIN = Path(__file__).parent / "data" / "plain_names.txt"

MOST_WORDS = 20_000
"""Of the texts of one page so many words are read; no page has so many."""
LONGEST = 12
"""Words of the longest name that is looked for."""
# Three capitals mean too many things: CAD is a disease of the heart, or one of the blood.
SHORTEST = 4
LINKS_A_TEXT = 12

_TAG = re.compile(r"""(<(?:[^"'<>]|"[^"]*"|'[^']*')*>)""")
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")
_CLOSED = frozenset(["a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre"])
_SIGNS = frozenset(".,;:!?()[]&")
_ABBREVIATION = re.compile(r"[A-Z0-9-]{2,8}")

# A page, and a cause of it; None for the page as a whole.
Place = tuple[int, int | None]


@dataclass(frozen=True)
class Target:
    """One name, and where it leads."""

    name: str
    words: tuple[str, ...]
    forms: tuple[str, ...]
    place: Place
    url: str

    def is_said(self, written: str, words: Iterable[Token]) -> bool:
        """Whether words of the same stems mean it: the same words, at most in another number or spelling.

        An abbreviation has its capitals, and a name is one phrase: no sign stands in it but its own.
        """
        if _ABBREVIATION.fullmatch(self.name):
            return written == self.name
        return not (set(written) & _SIGNS) - set(self.name) and self.forms == _forms(words)


class Names:
    """The names that stand in some texts, read in one query for all of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        said = {term_of(token.text) for token in _first_tokens(texts)}
        rows = ConditionName.objects.best().beginning_with(said) if said else ConditionName.objects.none()
        self._by_first: dict[str, list[Target]] = {}
        for row in rows.values_list("name", "words", "page", "page__slug", "cause", "cause__slug"):
            # Most of those that share a first word with a text have words that it has not.
            if not said.issuperset(row[1].split()):
                continue
            target = _target(row)
            if may_link(target.name) and len(target.words) <= LONGEST:
                self._by_first.setdefault(target.words[0], []).append(target)
        for targets in self._by_first.values():
            targets.sort(key=lambda target: -len(target.words))

    def link(self, html: str, linked: set[Place]) -> SafeString:
        """Return the HTML with each name linked where it stands first.  `linked` are places it leads to already."""
        if not self._by_first:
            return mark_safe(html)  # noqa: S308  (it was safe before)
        closed, parts = 0, []
        for part in _TAG.split(html):
            if part.startswith("<"):
                tag = _TAG_NAME.match(part)
                if tag and tag[1] in _CLOSED:
                    closed += -1 if part.startswith("</") else 1
                parts.append(part)
            else:
                parts.append(part if closed else self._linked(part, linked))
        return mark_safe("".join(parts))  # noqa: S308  (it was safe before, and links are escaped)

    def _linked(self, text: str, linked: set[Place]) -> str:
        """The words between two tags with their links."""
        words = list(tokens(text))
        terms = [term_of(word.text) for word in words]
        found, end, at = [], 0, 0
        while at < len(words):
            target = self._at(text, words, terms, at) if len(linked) < LINKS_A_TEXT else None
            if target is None:
                at += 1
                continue
            if target.place in linked:
                # No part of the name leads to something more general.
                at += len(target.words)
                continue
            last = words[at + len(target.words) - 1]
            linked.add(target.place)
            note("page", target.place[0])
            written = text[words[at].start : last.end]
            link = format_html('<a class="named" href="{}">{}</a>', target.url, mark_safe(written))  # noqa: S308
            found += [text[end : words[at].start], link]
            end, at = last.end, at + len(target.words)
        return "".join([*found, text[end:]])

    def _at(self, text: str, words: list[Token], terms: list[str], at: int) -> Target | None:
        """The longest name that begins with this word."""
        for target in self._by_first.get(terms[at], ()):
            end = at + len(target.words)
            if tuple(terms[at:end]) != target.words:
                continue
            written = text[words[at].start : words[end - 1].end]
            if target.is_said(written, words[at:end]):
                return target
        return None


def may_link(name: str) -> bool:
    """Whether a name is told from plain words when it stands in a text."""
    forms = _forms(tokens(name))
    return len(forms) > 1 or (len(name) >= SHORTEST and not set(forms) <= _plain_forms())


@cache
def _plain_forms() -> frozenset[str]:
    """The words of plain_names.txt."""
    lines = _PLAIN.read_text(encoding="utf-8").splitlines()
    return frozenset(form for line in lines if not line.startswith("#") for form in _forms(tokens(line)))


def _forms(words: Iterable[Token]) -> tuple[str, ...]:
    """Words in one spelling and in the singular: "medical" is not "medicines", whose stem it has."""
    return tuple(_singular(one_spelling(word.text)) for word in words)


def _singular(word: str) -> str:
    """A word without the ending of the plural."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _first_tokens(texts: Iterable[str]) -> Iterator[Token]:
    """The words of the texts, as far as they are read."""
    left = MOST_WORDS
    for text in texts:
        for token in tokens(text):
            if left == 0:
                return
            left -= 1
            yield token


def _target(row: tuple[str, str, int, str, int | None, str | None]) -> Target:
    """One row as a target."""
    name, words, page, page_slug, cause, anchor = row
    address = reverse("conditions:page", args=[page_slug])
    url = f"{address}#{anchor}" if anchor else address
    return Target(name, tuple(words.split()), _forms(tokens(told_name(name))), (page, cause), url)

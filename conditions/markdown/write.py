"""Writes the document of a page as a Markdown file."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from conditions.markdown import blocks
from conditions.markdown.blocks import Block
from conditions.markdown.known import Known, known_to
from conditions.revisions.document import EMPTY, SECTIONS, CauseEntry, Document, GroupEntry, Use

# What has a place of its own; every other column stands in a line "name: value" where it is not what it is by default.
PAGE_TEXTS = ("lead", "warning_signs", "causes_intro", "treatment")
PAGE_PLACED = frozenset(["title", "category", *PAGE_TEXTS])
GROUP_PLACED = frozenset(["key", "heading", "text", "causes"])
CAUSE_PLACED = frozenset(["key", "name", "text", "other_names", "citations", "parts"])
SOURCES = "[sources]"
# The line with the state of the page that the file was made of: no part of the document.
STATE = "state"


def to_markdown(document: Document, known: Known, state: str = "") -> str:
    """Return the whole document as a file.  `known` has the addresses of what it names."""
    return blocks.write(_blocks(document, known, state))


def page_as_markdown(document: Document, state: str) -> str:
    """The same, with the addresses looked up.  Three queries."""
    return to_markdown(document, known_to(document), state)


def _blocks(document: Document, known: Known, state: str) -> Iterator[Block]:
    """The page, its texts, its groups with their causes, its sources."""
    page = document.fields
    head = [(STATE, state)] if state else []
    head += [("category", _named(page["category"], known.categories))] if page["category"] else []
    head += [
        (name, _value(page[name])) for name in EMPTY if name not in PAGE_PLACED and page[name] != EMPTY[name]
    ]
    head += [("related", _named(key, known.pages)) for key in document.related]
    head += [("removal", f"{each.cause} {each.kind} {each.target}") for each in document.removals]
    yield Block(1, document.title, head)
    for name in PAGE_TEXTS:
        cited = _cited(document.citations[name], known) if name in SECTIONS else []
        if page[name] or cited:
            yield Block(2, f"[{name}]", cited, page[name])
    for group in document.groups:
        # A heading in square brackets is none of the texts of the page.
        title = f"\\{group.heading}" if group.heading.startswith(("[", "\\")) else group.heading
        yield Block(2, title, [("key", str(group.key)), *_columns(group, GROUP_PLACED)], group.text)
        for cause in group.causes:
            yield from _cause(cause, 3, known)
    used = {use.source for use in document.uses()}
    if told := [known.sources[key] for key in sorted(used) if key in known.sources]:
        yield Block(2, SOURCES)
        for source in told:
            yield Block(3, source.url, source.properties())


def _cause(cause: CauseEntry, level: int, known: Known) -> Iterator[Block]:
    """A cause and its parts."""
    properties = [("key", str(cause.key)), *_columns(cause, CAUSE_PLACED)]
    properties += [("other_name", name) for name in cause.other_names]
    yield Block(level, cause.name, properties + _cited(cause.citations, known), cause.text)
    for part in cause.parts:
        yield from _cause(part, level + 1, known)


def _columns(entry: GroupEntry | CauseEntry, placed: frozenset[str]) -> list[tuple[str, str]]:
    """The columns of an entry that are not what they are by default."""
    return [
        (each.name, _value(getattr(entry, each.name)))
        for each in fields(entry)
        if each.name not in placed and getattr(entry, each.name) != each.default
    ]


def _cited(uses: Iterable[Use], known: Known) -> list[tuple[str, str]]:
    """The sources of a place, each with what it supports."""
    urls = {key: source.url for key, source in known.sources.items()}
    return [("source", f"{_named(use.source, urls)} {use.statement}".rstrip(" ")) for use in uses]


def _named(key: int, addresses: dict[int, str]) -> str:
    """The address of a row; its key where it has none any more."""
    return addresses.get(key, f"#{key}")


def _value(value: Any) -> str:
    """A value on one line."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)

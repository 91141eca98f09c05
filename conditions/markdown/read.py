"""Reads the Markdown file of a page as its document."""

from dataclasses import fields
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from conditions.markdown import blocks
from conditions.markdown.blocks import Block
from conditions.markdown.known import Known, SourceFacts
from conditions.markdown.write import CAUSE_PLACED, GROUP_PLACED, PAGE_PLACED, PAGE_TEXTS, SOURCES, STATE
from conditions.revisions.document import (
    EMPTY,
    SECTIONS,
    CauseEntry,
    Document,
    GroupEntry,
    Removal,
    Use,
    clean,
)

PAGE_PROPERTIES = frozenset([STATE, "category", "related", "removal", *EMPTY]) - {"title", *PAGE_TEXTS}
GROUP_PROPERTIES = frozenset(["key", *(each.name for each in fields(GroupEntry))]) - (GROUP_PLACED - {"key"})
CAUSE_PROPERTIES = frozenset(["key", "other_name", "source", *(each.name for each in fields(CauseEntry))]) - (
    CAUSE_PLACED - {"key"}
)


class MarkdownError(Exception):
    """The file cannot be read as a page; the words say where and why."""


class PageFile:
    """One file, taken apart.  Raises MarkdownError for what is no page."""

    def __init__(self, text: str) -> None:
        found = blocks.read(text)
        if not found or found[0].level != 1 or any(block.level == 1 for block in found[1:]):
            raise MarkdownError(_("The file does not begin with the title of one page, “# Title”."))
        self.head, rest = found[0], found[1:]
        at = next(
            (at for at, block in enumerate(rest) if (block.level, block.title) == (2, SOURCES)), len(rest)
        )
        self.body = rest[:at]
        self.sources = [
            SourceFacts(block.title, *(block.get(each.name) for each in fields(SourceFacts)[1:]))
            for block in rest[at + 1 :]
        ]

    @property
    def slug(self) -> str:
        """The address of the page."""
        return self.head.get("slug")

    @property
    def state(self) -> str:
        """The state of the page that the file was made of; "" where it does not say."""
        return self.head.get(STATE)

    def urls(self) -> set[str]:
        """The addresses of all sources that are cited."""
        return {value.split(" ", 1)[0] for block in self.body for value in block.all("source")}

    def document(self, known: Known) -> Document:
        """The document.  An entry without a key has the key 0."""
        reader = _Reader(known)
        document = Document()
        document.fields["title"] = clean(self.head.title)
        reader.page(self.head, document)
        open_entries: list[GroupEntry | CauseEntry] = []
        for block in self.body:
            name = block.title[1:-1]
            if block.level == 2 and block.title == f"[{name}]" and name in PAGE_TEXTS:
                _check(block, frozenset(["source"]) if name in SECTIONS else frozenset())
                document.fields[name] = clean(block.text)
                if name in SECTIONS:
                    document.citations[name] = reader.uses(block)
            elif block.level == 2:
                group = reader.group(block)
                document.groups.append(group)
                open_entries = [group]
            else:
                _hang(reader.cause(block), block, open_entries)
        return document


def _hang(cause: CauseEntry, block: Block, open_entries: list[GroupEntry | CauseEntry]) -> None:
    """Hang a cause into what it stands in; `open_entries` are the group and the causes around this place."""
    depth = block.level - 2
    if not 1 <= depth <= len(open_entries):
        raise MarkdownError(
            _("Line %(line)d: “%(title)s” stands in nothing: its heading has too many #.")
            % {"line": block.line, "title": block.title}
        )
    del open_entries[depth:]
    around = open_entries[-1]
    (around.causes if isinstance(around, GroupEntry) else around.parts).append(cause)
    open_entries.append(cause)


def _check(block: Block, names: frozenset[str]) -> None:
    """Refuse a property that is none: it would be lost."""
    for name, _said in block.properties:
        if name not in names:
            raise MarkdownError(
                _("Below line %(line)d: “%(name)s” is no property here. A text begins after an empty line.")
                % {"line": block.line, "name": name}
            )


class _Reader:
    """Reads blocks; looks up what they name."""

    def __init__(self, known: Known) -> None:
        self.categories = {slug: key for key, slug in known.categories.items()}
        self.pages = {slug: key for key, slug in known.pages.items()}
        self.sources = {source.url: key for key, source in known.sources.items()}

    def page(self, block: Block, document: Document) -> None:
        """The properties of the page."""
        _check(block, PAGE_PROPERTIES)
        for name in PAGE_PROPERTIES & set(EMPTY) - PAGE_PLACED:
            if said := block.get(name):
                document.fields[name] = _value(block, name, said, EMPTY[name])
        if said := block.get("category"):
            document.fields["category"] = self._key(block, said, self.categories, _("category"))
        related = (self._key(block, said, self.pages, _("page")) for said in block.all("related"))
        document.related = sorted(related)
        document.removals = [_removal(block, said) for said in block.all("removal")]

    def group(self, block: Block) -> GroupEntry:
        """A heading."""
        _check(block, GROUP_PROPERTIES)
        entry = GroupEntry(_number(block, "key"), clean(block.title.removeprefix("\\")), clean(block.text))
        _fill(entry, block, GROUP_PLACED)
        return entry

    def cause(self, block: Block) -> CauseEntry:
        """A cause without its parts."""
        _check(block, CAUSE_PROPERTIES)
        entry = CauseEntry(_number(block, "key"), name=clean(block.title), text=clean(block.text))
        _fill(entry, block, CAUSE_PLACED)
        entry.other_names = [clean(name) for name in block.all("other_name")]
        entry.citations = self.uses(block)
        return entry

    def uses(self, block: Block) -> list[Use]:
        """The sources of a place."""
        found = []
        for said in block.all("source"):
            address, _space, statement = said.partition(" ")
            found.append(Use(self._key(block, address, self.sources, _("source")), clean(statement)))
        return found

    def _key(self, block: Block, said: str, keys: dict[str, int], kind: str) -> int:
        """The key of what is named; "#12" is the key of what had no address."""
        if said in keys:
            return keys[said]
        if said.startswith("#") and said[1:].isdecimal():
            return int(said[1:])
        words = {"line": block.line, "kind": kind, "said": said}
        raise MarkdownError(_("Below line %(line)d: there is no %(kind)s “%(said)s” here.") % words)


def _fill(entry: GroupEntry | CauseEntry, block: Block, placed: frozenset[str]) -> None:
    """Set the columns of an entry that have a line."""
    for each in fields(entry):
        if each.name not in placed and (said := block.get(each.name)):
            setattr(entry, each.name, _value(block, each.name, said, each.default))


def _value(block: Block, name: str, said: str, default: Any) -> Any:
    """A value of the kind that the default has."""
    if isinstance(default, bool):
        if said not in ("yes", "no"):
            raise MarkdownError(
                _("Below line %(line)d: “%(name)s” is yes or no.") % {"line": block.line, "name": name}
            )
        return said == "yes"
    return _day(block, name, said) if name.endswith("_on") else clean(said)


def _day(block: Block, name: str, said: str) -> str:
    """A date in the one form in which dates are stored and compared."""
    try:
        day = parse_date(clean(said))
    except ValueError:
        day = None
    if day is None:
        words = {"line": block.line, "name": name}
        raise MarkdownError(_("Below line %(line)d: “%(name)s” is a date, as 2026-01-31.") % words)
    return day.isoformat()


def _number(block: Block, name: str) -> int:
    """A number; 0 for none."""
    said = block.get(name) or "0"
    try:
        return int(said)
    except ValueError as error:
        words = {"line": block.line, "name": name}
        raise MarkdownError(_("Below line %(line)d: “%(name)s” is a number.") % words) from error


def _removal(block: Block, said: str) -> Removal:
    """Where the links of a removed cause go."""
    cause, kind, target = (*said.split(" "), "", "", "")[:3]
    try:
        return Removal(int(cause), kind, int(target))
    except ValueError as error:
        raise MarkdownError(_("Below line %d: a removal is “cause kind target”.") % block.line) from error

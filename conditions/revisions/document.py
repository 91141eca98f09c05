"""A reference page as one document: its words, groups, causes, names, citations and related pages.

Groups and causes are known by the keys of their rows.  What has no row yet has a negative key of its own until it is
published, so that two drafts, or a draft and its autosave, mean the same cause by the same key.
"""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from consult.language.normalise import normalise

# The columns of a page that are part of the document, as they are edited.
TEXTS = ("question_heading", "lead", "warning_signs", "causes_intro", "treatment")
PAGE_FIELDS = (
    "category",
    "kind",
    "title",
    "slug",
    *TEXTS,
    "reviewed_by",
    "last_reviewed_on",
    "next_review_on",
    "is_demo",
)
EMPTY: dict[str, Any] = {
    **dict.fromkeys(PAGE_FIELDS, ""),
    "category": None,
    # As a page that was made before pages had kinds.
    "kind": "symptom",
    "last_reviewed_on": None,
    "next_review_on": None,
    "is_demo": False,
}
SECTIONS = ("lead", "treatment")
# So deep causes stand in each other, on the form and on the page.
LEVELS = 3


def new_key() -> int:
    """A key for a group or cause that has no row yet: no other draft has it."""
    return -1 - secrets.randbelow(2**40)


def clean(text: str) -> str:
    """The one form of a text, in which two are compared: line ends and spaces at its ends make no difference."""
    return normalise(text).strip()


@dataclass
class Use:
    """The use of one source, by its key, and what it supports."""

    source: int
    statement: str = ""


@dataclass
class CauseEntry:
    """One cause with its parts."""

    key: int
    name: str = ""
    slug: str = ""
    text: str = ""
    is_condition: bool = True
    is_subject: bool = False
    is_urgent: bool = False
    is_editorial: bool = False
    is_retired: bool = False
    other_names: list[str] = field(default_factory=list)
    citations: list[Use] = field(default_factory=list)
    parts: list["CauseEntry"] = field(default_factory=list)

    def columns(self) -> dict[str, str | bool]:
        """What of it stands in the row of the cause itself."""
        return {
            "name": self.name,
            "slug": self.slug,
            "text": self.text,
            "is_condition": self.is_condition,
            "is_subject": self.is_subject,
            "is_urgent": self.is_urgent,
            "is_editorial": self.is_editorial,
            "is_retired": self.is_retired,
        }

    def take_over(self, gone: "CauseEntry") -> None:
        """Get the names and sources of a cause that is merged into this one, none of them twice."""
        known = {name.casefold() for name in (self.name, *self.other_names)}
        for name in (gone.name, *gone.other_names):
            if name.casefold() not in known:
                known.add(name.casefold())
                self.other_names.append(name)
        cited = {use.source for use in self.citations}
        self.citations += [use for use in gone.citations if use.source not in cited]


@dataclass
class GroupEntry:
    """One heading with its outermost causes."""

    key: int
    heading: str = ""
    text: str = ""
    causes: list[CauseEntry] = field(default_factory=list)
    is_after_treatment: bool = False

    def columns(self) -> dict[str, str | bool]:
        """What of it stands in the row of the group itself."""
        return {"heading": self.heading, "text": self.text, "is_after_treatment": self.is_after_treatment}


@dataclass
class Removal:
    """Where the links of a removed cause go: to a cause, to the page, or along to a group of another page."""

    cause: int
    kind: str
    target: int = 0

    CAUSE: ClassVar[str] = "cause"
    PAGE: ClassVar[str] = "page"
    MOVE: ClassVar[str] = "move"


@dataclass
class Document:
    """A whole page."""

    fields: dict[str, Any] = field(default_factory=lambda: dict(EMPTY))
    related: list[int] = field(default_factory=list)
    citations: dict[str, list[Use]] = field(default_factory=lambda: {section: [] for section in SECTIONS})
    groups: list[GroupEntry] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the page is called."""
        return str(self.fields["title"])

    def causes(self) -> Iterator[CauseEntry]:
        """Every cause, in reading order."""
        for group in self.groups:
            yield from below(group.causes)

    def entries(self) -> Iterator[GroupEntry | CauseEntry]:
        """Every group and every cause."""
        yield from self.groups
        yield from self.causes()

    def uses(self) -> Iterator[Use]:
        """Every citation, of the sections and of the causes."""
        for section in SECTIONS:
            yield from self.citations[section]
        for cause in self.causes():
            yield from cause.citations

    def to_json(self) -> dict[str, Any]:
        """What is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Document":
        """Read what is stored.  A column that did not exist then is empty."""
        return cls(
            fields={**EMPTY, **{name: stored["fields"][name] for name in EMPTY if name in stored["fields"]}},
            related=list(stored["related"]),
            citations={section: _uses(stored["citations"].get(section, [])) for section in SECTIONS},
            groups=[
                GroupEntry(**{**group, "causes": [_cause(cause) for cause in group["causes"]]})
                for group in stored["groups"]
            ],
            removals=[Removal(**removal) for removal in stored.get("removals", [])],
        )


def below(causes: list[CauseEntry]) -> Iterator[CauseEntry]:
    """These causes and all their parts, in reading order."""
    for cause in causes:
        yield cause
        yield from below(cause.parts)


def put_into(document: Document, key: int, place: GroupEntry | CauseEntry) -> None:
    """Move a cause with its parts to the end of a group, or of the parts of a cause; never into itself."""
    for entry in document.entries():
        causes = entry.causes if isinstance(entry, GroupEntry) else entry.parts
        cause = next((each for each in causes if each.key == key), None)
        if cause is not None and all(each is not place for each in below([cause])):
            causes.remove(cause)
            (place.causes if isinstance(place, GroupEntry) else place.parts).append(cause)
            return


def lifted(document: Document) -> Document:
    """The same document, in which parts that stand too deep for the form stand beside what they were part of."""
    copy = Document.from_json(document.to_json())
    for group in copy.groups:
        group.causes = _lifted(group.causes, 1)
    return copy


def _lifted(causes: list[CauseEntry], level: int) -> list[CauseEntry]:
    """Causes at one level, with what stood too deep after each."""
    found = []
    for cause in causes:
        found.append(cause)
        if level < LEVELS:
            cause.parts = _lifted(cause.parts, level + 1)
        else:
            found += list(below(cause.parts))
            for each in found:
                each.parts = []
    return found


def _cause(stored: dict[str, Any]) -> CauseEntry:
    """One stored cause."""
    return CauseEntry(
        **{
            **stored,
            "citations": _uses(stored["citations"]),
            "parts": [_cause(part) for part in stored["parts"]],
        }
    )


def _uses(stored: list[dict[str, Any]]) -> list[Use]:
    """Stored citations."""
    return [Use(**use) for use in stored]

"""One reference page as it is read: groups of nested causes with numbered citations, in four queries at any size."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from conditions.models import Cause, CauseGroup, Citation, ReferencePage, Source
from conditions.reading import reading_minutes


@dataclass(frozen=True)
class Note:
    """A citation as it stands in the text: the number of its source in the list, and what it supports."""

    number: int
    source: Source
    statement: str


@dataclass(frozen=True)
class UsedSource:
    """A source in the list at the foot, with everything on the page that it supports."""

    number: int
    source: Source
    statements: list[str]


@dataclass(frozen=True)
class Branch:
    """One cause with its other names, its notes and the causes inside it.  `depth` is 1 for the outermost."""

    cause: Cause
    depth: int
    aliases: list[str]
    notes: list[Note]
    children: list["Branch"]


@dataclass(frozen=True)
class GroupBranch:
    """One heading with its outermost causes."""

    group: CauseGroup
    anchor: str
    branches: list[Branch]


@dataclass(frozen=True)
class PageTree:
    """Everything below the title of a reference page."""

    groups: list[GroupBranch]
    lead_notes: list[Note]
    treatment_notes: list[Note]
    sources: list[UsedSource]
    reading_minutes: int

    def branches(self) -> Iterator[Branch]:
        """Every cause of the page, in reading order."""
        waiting = [branch for group in reversed(self.groups) for branch in reversed(group.branches)]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting.extend(reversed(branch.children))


@dataclass
class _Numbering:
    """Gives each source the number of its first use."""

    by_source: dict[int, UsedSource] = field(default_factory=dict)

    def notes(self, citations: list[Citation]) -> list[Note]:
        """The notes of one cause or section."""
        found = []
        for citation in citations:
            used = self.by_source.setdefault(
                citation.source_id, UsedSource(len(self.by_source) + 1, citation.source, [])
            )
            if citation.statement and citation.statement not in used.statements:
                used.statements.append(citation.statement)
            found.append(Note(used.number, citation.source, citation.statement))
        return found


def page_tree(page: ReferencePage) -> PageTree:
    """Return the tree of `page`.  A cause whose parents form a ring, or lie on another page, is left out."""
    groups = list(page.groups.all())
    causes = list(page.causes.in_order().prefetch_related("aliases"))
    by_cause: dict[int | None, list[Citation]] = defaultdict(list)
    by_section: dict[str, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.on_page(page):
        (by_section[citation.section] if citation.section else by_cause[citation.cause_id]).append(citation)
    children: dict[int | None, list[Cause]] = defaultdict(list)
    for cause in causes:
        children[cause.parent_id].append(cause)

    numbering = _Numbering()

    def grow(cause: Cause, depth: int) -> Branch:
        cause.page = page
        notes = numbering.notes(by_cause[cause.pk])
        names = [alias.name for alias in cause.aliases.all()]
        return Branch(cause, depth, names, notes, [grow(child, depth + 1) for child in children[cause.pk]])

    lead_notes = numbering.notes(by_section[Citation.Section.LEAD])
    anchors = {cause.slug for cause in causes}
    grown = [
        GroupBranch(
            group,
            _free_anchor(f"group-{number}", anchors),
            [grow(cause, 1) for cause in children[None] if cause.group_id == group.pk],
        )
        for number, group in enumerate(groups, start=1)
    ]
    treatment_notes = numbering.notes(by_section[Citation.Section.TREATMENT])
    return PageTree(
        groups=grown,
        lead_notes=lead_notes,
        treatment_notes=treatment_notes,
        sources=list(numbering.by_source.values()),
        reading_minutes=reading_minutes(_texts(page, groups, causes)),
    )


def _free_anchor(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, with underscores before it while a cause has that anchor."""
    while wanted in taken:
        wanted = f"_{wanted}"
    return wanted


def _texts(page: ReferencePage, groups: list[CauseGroup], causes: list[Cause]) -> list[str]:
    """Everything on the page that is read."""
    texts = [page.question_heading, page.lead, page.warning_signs, page.causes_intro, page.treatment]
    texts += [f"{group.heading} {group.text}" for group in groups]
    return texts + [f"{cause.name} {cause.text}" for cause in causes]

"""One reference page as it is read: groups of nested causes with numbered citations, in five queries at any size."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from conditions.models import Cause, CauseGroup, Citation, FormerAnchor, ReferencePage, Source
from conditions.reading import reading_minutes

# From so many minutes on, what readers did not ask for is folded.
LONG = 3
# A list of contents with more entries is folded.
LONG_CONTENTS = 20


@dataclass(frozen=True)
class Note:
    """A citation as it stands in the text: the number of its source in the list, and what it supports.

    `anchor` is its own, to which the list of sources leads back.
    """

    number: int
    source: Source
    statement: str
    anchor: str = ""


@dataclass(frozen=True)
class CitedAt:
    """A place of the page that cites a source."""

    anchor: str
    name: str


@dataclass(frozen=True)
class UsedSource:
    """A source in the list at the foot, with everything on the page that it supports."""

    number: int
    source: Source
    statements: list[str]
    places: list[CitedAt] = field(default_factory=list)


@dataclass(frozen=True)
class Branch:
    """One cause with its other names, its notes and the causes inside it.  `depth` is 1 for the outermost.

    `former` are the anchors that led to it before.
    """

    cause: Cause
    depth: int
    aliases: list[str]
    notes: list[Note]
    children: list["Branch"]
    former: list[str] = field(default_factory=list)

    @property
    def urgent(self) -> list["Branch"]:
        """The parts in which something must not wait: they are never folded."""
        return [child for child in self.children if child.is_urgent]

    @property
    def others(self) -> list["Branch"]:
        """The other parts."""
        return [child for child in self.children if not child.is_urgent]

    @property
    def is_urgent(self) -> bool:
        """Whether it, or something inside it, must not wait."""
        return self.cause.is_urgent or bool(self.urgent)


@dataclass(frozen=True)
class Gone:
    """What an anchor led to that is no longer told here; `cause`, or else `page`, is where it is told now."""

    anchor: str
    name: str
    cause: Cause | None = None
    page: ReferencePage | None = None


@dataclass
class PageRows:
    """The rows of one page, read or made from a document; the causes in order, with their other names."""

    page: ReferencePage
    groups: list[CauseGroup]
    causes: list[Cause]
    citations: list[Citation]
    former: list[FormerAnchor] = field(default_factory=list)


@dataclass(frozen=True)
class GroupBranch:
    """One heading with its outermost causes.  `former` are the anchors that led to it before."""

    group: CauseGroup
    anchor: str
    branches: list[Branch]
    former: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read under it."""
        return (
            not self.group.text
            and not self.causes
            and not any(branch.cause.text or branch.aliases for branch in self.branches)
        )

    @property
    def causes(self) -> list[Branch]:
        """Its causes; what the page is about is none."""
        return [branch for branch in self.branches if not branch.cause.is_subject]


@dataclass(frozen=True)
class PageTree:
    """Everything below the title of a reference page."""

    groups: list[GroupBranch]
    lead_notes: list[Note]
    treatment_notes: list[Note]
    sources: list[UsedSource]
    reading_minutes: int
    gone: list[Gone]

    @property
    def is_long(self) -> bool:
        """Whether what readers did not ask for is folded."""
        return self.reading_minutes >= LONG

    @property
    def has_long_contents(self) -> bool:
        """Whether the list of contents is folded."""
        return sum(1 + len(group.causes) for group in self.groups) > LONG_CONTENTS

    @property
    def before_treatment(self) -> list[GroupBranch]:
        """The headings that are read first."""
        return [group for group in self.groups if not group.group.is_after_treatment]

    @property
    def after_treatment(self) -> list[GroupBranch]:
        """The headings that are read after the treatment: outlook, prevention, research."""
        return [group for group in self.groups if group.group.is_after_treatment]

    @property
    def subject(self) -> Branch | None:
        """What the page is about, where it stands on it."""
        return next((branch for branch in self.branches() if branch.cause.is_subject), None)

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

    def notes(self, citations: list[Citation], where: str) -> list[Note]:
        """The notes of one cause or section, which is called `where`."""
        found = []
        for citation in citations:
            used = self.by_source.setdefault(
                citation.source_id, UsedSource(len(self.by_source) + 1, citation.source, [])
            )
            if citation.statement and citation.statement not in used.statements:
                used.statements.append(citation.statement)
            # No cause can have this anchor: a slug has no full stop.
            place = CitedAt(f"cited.{used.number}.{len(used.places) + 1}", where)
            used.places.append(place)
            found.append(Note(used.number, citation.source, citation.statement, place.anchor))
        return found


def page_rows(page: ReferencePage) -> PageRows:
    """Read the rows of `page`."""
    return PageRows(
        page,
        groups=list(page.groups.all()),
        causes=list(page.causes.in_order().prefetch_related("aliases")),
        citations=list(Citation.objects.on_page(page)),
        former=list(page.former_anchors.select_related("cause__page", "target").order_by("pk")),
    )


def page_tree(page: ReferencePage, rows: PageRows | None = None) -> PageTree:
    """Return the tree of `page`, or of `rows`.  A cause whose parents form a ring, or lie elsewhere, is left out."""
    rows = rows or page_rows(page)
    groups, causes = rows.groups, [cause for cause in rows.causes if not cause.is_retired]
    by_cause: dict[int | None, list[Citation]] = defaultdict(list)
    by_section: dict[str, list[Citation]] = defaultdict(list)
    for citation in rows.citations:
        (by_section[citation.section] if citation.section else by_cause[citation.cause_id]).append(citation)
    former: dict[int | None, list[str]] = defaultdict(list)
    former_headings: dict[int | None, list[str]] = defaultdict(list)
    for anchor in rows.former:
        former[anchor.cause_id].append(anchor.slug)
        former_headings[anchor.group_id].append(anchor.slug)
    children: dict[int | None, list[Cause]] = defaultdict(list)
    for cause in causes:
        children[cause.parent_id].append(cause)

    numbering = _Numbering()

    def grow(cause: Cause, depth: int) -> Branch:
        cause.page = page
        notes = numbering.notes(by_cause[cause.pk], cause.name)
        names = [alias.name for alias in cause.aliases.all()]
        parts = [grow(child, depth + 1) for child in children[cause.pk]]
        return Branch(cause, depth, names, notes, parts, former[cause.pk])

    lead_notes = numbering.notes(by_section[Citation.Section.LEAD], _("Short answer"))
    anchors = {cause.slug for cause in causes}
    grown = [
        GroupBranch(
            group,
            _free_anchor(group.anchor, anchors),
            [grow(cause, 1) for cause in children[None] if cause.group_id == group.pk],
            former_headings[group.pk],
        )
        for group in groups
    ]
    treatment_notes = numbering.notes(by_section[Citation.Section.TREATMENT], _("Treatment"))
    return PageTree(
        groups=grown,
        lead_notes=lead_notes,
        treatment_notes=treatment_notes,
        sources=list(numbering.by_source.values()),
        reading_minutes=reading_minutes(_texts(page, groups, causes)),
        gone=_gone(rows),
    )


def _gone(rows: PageRows) -> list[Gone]:
    """What is no longer told on the page, but what links to it."""
    retired = [cause for cause in rows.causes if cause.is_retired]
    told = {cause.pk for cause in rows.causes} - {cause.pk for cause in retired}
    headings = {group.pk for group in rows.groups}
    found = [Gone(cause.slug, cause.name) for cause in retired]
    for anchor in rows.former:
        if anchor.cause_id not in told and anchor.group_id not in headings:
            elsewhere = anchor.cause if anchor.cause and anchor.cause.page.is_public else None
            is_here = elsewhere is not None and elsewhere.page_id == rows.page.pk
            page = anchor.target if anchor.target and anchor.target.is_public else None
            found.append(Gone(anchor.slug, anchor.name, None if is_here else elsewhere, page))
    return found


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

"""What readers are told of each change of a page: why it was made, or else what it changed, in one line."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.models import ReferencePage, Revision
from conditions.revisions.compare import Words, differences
from conditions.revisions.document import Document
from conditions.revisions.parts import GROUP, PAGE


@dataclass(frozen=True)
class Told:
    """One line."""

    published_at: datetime | None
    reason: str


def told_changes(page: ReferencePage, most: int) -> list[Told]:
    """The newest changes of the page, at most so many, in as many queries for one as for all."""
    rows = list(page.revisions.changes()[:most])
    lines = {row.pk: row.reason for row in rows} | _without_reason([row for row in rows if not row.reason])
    return [Told(row.published_at, lines[row.pk]) for row in rows]


def _without_reason(rows: list[Revision]) -> dict[int, str]:
    """What these revisions changed, by their keys."""
    keys = {key for row in rows for key in (row.pk, row.based_on_id or 0)}
    contents = dict(Revision.objects.filter(pk__in=keys).values_list("pk", "content")) if keys else {}
    documents = {pk: Document.from_json(content) for pk, content in contents.items()}
    words = Words(*documents.values())
    return {row.pk: in_one_line(documents[row.based_on_id or 0], documents[row.pk], words) for row in rows}


def in_one_line(old: Document, new: Document, words: Words) -> str:
    """What changed from one document to the other: “Changed: lead, 2 causes. New: 1 cause.”"""
    changes = differences(old, new, words=words)
    fields = [change.label for node in changes if node.of == PAGE for change in node.changes]
    counts = Counter((node.kind, node.of) for node in changes if node.of != PAGE)
    said = {
        _("Changed: %s."): [*fields, *_counted(counts, "changed")],
        _("New: %s."): _counted(counts, "new"),
        _("Removed: %s."): _counted(counts, "removed"),
    }
    told = [sentence % ", ".join(parts) for sentence, parts in said.items() if parts]
    return " ".join(told) or _("Published again.")


def _counted(counts: Counter[tuple[str, str]], kind: str) -> list[str]:
    """How many headings, and how many causes."""
    return [
        (
            ngettext("%d heading", "%d headings", number)
            if of == GROUP
            else ngettext("%d cause", "%d causes", number)
        )
        % number
        for (each, of), number in counts.items()
        if each == kind
    ]

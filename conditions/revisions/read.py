"""Reads the document of a page as it stands for readers: six queries at any size."""

from collections import defaultdict
from datetime import date
from typing import Any

from conditions.models import Cause, Citation, ReferencePage
from conditions.revisions.document import (
    PAGE_FIELDS,
    SECTIONS,
    CauseEntry,
    Document,
    GroupEntry,
    Use,
    clean,
)


def standing_document(page: ReferencePage) -> Document:
    """Return what stands in the rows of `page`."""
    uses: dict[int | str, list[Use]] = defaultdict(list)
    for citation in Citation.objects.on_page(page):
        where = citation.section or citation.cause_id or 0
        uses[where].append(Use(citation.source_id, clean(citation.statement)))
    children: dict[tuple[int, int | None], list[CauseEntry]] = defaultdict(list)
    entries: dict[int, CauseEntry] = {}
    for row in page.causes.in_order().prefetch_related("aliases"):
        entries[row.pk] = entry = _entry(row, uses[row.pk])
        children[row.group_id, row.parent_id].append(entry)
    for (_group, parent), parts in children.items():
        if parent in entries:
            entries[parent].parts = parts
    return Document(
        fields={name: field_value(page, name) for name in PAGE_FIELDS},
        related=sorted(page.related.values_list("pk", flat=True)),
        citations={section: uses[section] for section in SECTIONS},
        groups=[
            GroupEntry(
                group.pk,
                clean(group.heading),
                clean(group.text),
                children[group.pk, None],
                group.is_after_treatment,
            )
            for group in page.groups.all()
        ],
    )


def field_value(page: ReferencePage, name: str) -> Any:
    """A column of the page as the document keeps it."""
    value = page.category_id if name == "category" else getattr(page, name)
    if isinstance(value, date):
        return value.isoformat()
    return clean(value) if isinstance(value, str) else value


def standing_entry(cause: Cause) -> CauseEntry:
    """Return what stands in the rows of one cause, without its parts.  Two queries."""
    rows = cause.citations.order_by("pk")
    return _entry(cause, [Use(row.source_id, clean(row.statement)) for row in rows])


def _entry(row: Cause, uses: list[Use]) -> CauseEntry:
    """One cause without its parts."""
    return CauseEntry(
        key=row.pk,
        name=clean(row.name),
        slug=row.slug,
        text=clean(row.text),
        is_condition=row.is_condition,
        is_subject=row.is_subject,
        is_urgent=row.is_urgent,
        is_editorial=row.is_editorial,
        is_retired=row.is_retired,
        other_names=[clean(alias.name) for alias in row.aliases.all()],
        citations=uses,
    )

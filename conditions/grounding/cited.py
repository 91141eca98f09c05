"""What a passage is copied from: the words and sources of a cause, or of a page, as they stand now."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from conditions.grounding.blocks import shortened
from conditions.models import Cause, CauseLink, Citation, Passage, ReferencePage

CAUSE, PAGE = "cause", "page"

# What a link, a passage or a citation is of: whether a cause or a page, and its key.
Key = tuple[str, int]


@dataclass(frozen=True)
class Cited:
    """One cause, or the lead of one page, as it can be cited."""

    kind: str
    key: int
    name: str
    page: ReferencePage
    text: str
    url: str
    sources: list[dict[str, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Says whether the words are still those that were on a screen."""
        return digest_of(self.text)


def key_of(row: CauseLink | Passage | Citation | Cause | ReferencePage) -> Key:
    """What the row is or is of; a key of its own for a passage whose cause is gone from the site."""
    if isinstance(row, Cause | ReferencePage):
        return (CAUSE if isinstance(row, Cause) else PAGE), row.pk
    return (CAUSE, row.cause_id) if row.cause_id else (PAGE, row.page_id or -row.pk)


def digest_of(text: str) -> str:
    """A short mark of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def of_cause(cause: Cause, sources: list[dict[str, str]] | None = None) -> Cited:
    """A cause (with its page)."""
    return Cited(CAUSE, cause.pk, cause.name, cause.page, cause.text, cause.get_absolute_url(), sources or [])


def of_page(page: ReferencePage, sources: list[dict[str, str]] | None = None) -> Cited:
    """The short answer at the head of a page."""
    return Cited(PAGE, page.pk, page.title, page, page.lead, page.get_absolute_url(), sources or [])


def cited(causes: Iterable[Cause], pages: Iterable[ReferencePage]) -> dict[Key, Cited]:
    """What can be cited of these causes (with their pages) and pages, with sources.  One query."""
    causes, pages = list(causes), list(pages)
    sources: dict[Key, list[dict[str, str]]] = {}
    rows = Citation.objects.filter(
        Q(cause__in=[cause.pk for cause in causes])
        | Q(page__in=[page.pk for page in pages], section=Citation.Section.LEAD)
    )
    for row in rows.select_related("source").order_by("pk"):
        sources.setdefault(key_of(row), []).append(source_in_words(row))
    found = [of_cause(cause, sources.get(key_of(cause))) for cause in causes]
    found += [of_page(page, sources.get(key_of(page))) for page in pages]
    return {(each.kind, each.key): each for each in found}


def source_in_words(citation: Citation) -> dict[str, str]:
    """A source as it is kept with a passage."""
    source: Any = citation.source
    return {
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "accessed_on": source.accessed_on.isoformat(),
        "archived_url": source.archived_url,
    }


def copy_words(passage: Passage, source: Cited, at: datetime | None = None) -> None:
    """Set what readers will see of the passage.  Does not save."""
    passage.name, passage.page_title = source.name, source.page.title
    passage.full_text, passage.sources = source.text, source.sources
    passage.text = shortened(source.text, passage.left_out)
    passage.taken_at = at or timezone.now()

"""What an editor has before them when a page is opened."""

from conditions.models import DraftVersion, ReferencePage, Revision
from conditions.revisions.document import Document
from conditions.revisions.read import standing_document


def open_revision(page: ReferencePage) -> Revision | None:
    """The revision of the page that is on its way."""
    return page.revisions.open().select_related("author", "reviewer").first()


def state_of_page(page: ReferencePage, draft: Revision | None) -> str:
    """What changes whenever somebody saves or publishes the page."""
    return f"draft {draft.pk} {draft.version}" if draft else f"page {page.version}"


def opened_with(page: ReferencePage, draft: Revision | None) -> Document:
    """The document that the form shows: the open revision, or else what stands for readers."""
    return Document.from_json(draft.content) if draft else standing_document(page)


def document_seen(page: ReferencePage, seen: str) -> Document | None:
    """What the page said in the state `seen`, as `state_of_page` gave it; None when that is not known any more."""
    kind, *words = seen.split()
    if not all(word.isascii() and word.isdigit() for word in words):
        return None
    numbers = [int(word) for word in words]
    if kind == "draft" and len(numbers) == 2:
        kept = DraftVersion.objects.filter(
            revision=numbers[0], version=numbers[1], revision__page=page
        ).first()
        # Versions of what has been published meanwhile are gone, but for the last.
        last = page.revisions.filter(pk=numbers[0], version=numbers[1]).first()
        content = (kept or last).content if kept or last else None  # type: ignore[union-attr]
        return Document.from_json(content) if content else None
    stood = page.revisions.filter(page_version=numbers[0]).first() if len(numbers) == 1 else None
    if stood:
        return Document.from_json(stood.content)
    return standing_document(page) if seen == f"page {page.version}" else None

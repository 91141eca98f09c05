"""What an editor has before them when a page is opened."""

from conditions.models import DraftVersion, ReferencePage, Revision
from conditions.revisions.document import CauseEntry, Document, Removal
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
    """What the page said in the state `seen`, as `state_of_page` gave it; None when that is not known any more.

    What has become rows since then has their keys.
    """
    if number := draft_seen(seen):
        _number, version = _numbers(seen)
        kept = DraftVersion.objects.filter(
            revision__in=page.revisions.filter(pk=number), version=version
        ).first()
        return with_rows(page, number, Document.from_json(kept.content)) if kept else None
    numbers = _numbers(seen)
    stood = page.revisions.filter(page_version=numbers[0]).first() if numbers else None
    if stood:
        return Document.from_json(stood.content)
    return standing_document(page) if seen == f"page {page.version}" else None


def draft_seen(seen: str) -> int:
    """The number of the draft in the state `seen`; 0 where there was none, or where `seen` is no state."""
    numbers = _numbers(seen)
    return numbers[0] if len(numbers) == 2 else 0


def with_rows(page: ReferencePage, number: int, document: Document) -> Document:
    """Return a document made on the draft of this number: what became rows with its publication has their keys."""
    revision = page.revisions.told().filter(pk=number).first()
    last = revision.versions.order_by("-version").first() if revision else None
    copy = Document.from_json(document.to_json())
    if revision is None or last is None:
        return copy
    # Publication changes nothing of the tree but its keys.
    sent, stored = (Document.from_json(each.content).entries() for each in (last, revision))
    rows = {(type(old), old.key): new.key for old, new in zip(sent, stored, strict=True)}
    for entry in copy.entries():
        entry.key = rows.get((type(entry), entry.key), entry.key)
    for removal in copy.removals:
        if removal.kind == Removal.CAUSE:
            removal.target = rows.get((CauseEntry, removal.target), removal.target)
    return copy


def _numbers(seen: str) -> list[int]:
    """Draft and version, or the version of the page; nothing where `seen` is no state."""
    kind, *words = seen.split() or [""]
    if len(words) != {"draft": 2, "page": 1}.get(kind) or not all(
        word.isascii() and word.isdigit() for word in words
    ):
        return []
    return [int(word) for word in words]

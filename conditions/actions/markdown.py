"""Makes what a Markdown file says the draft of its page.  A page that readers see is never changed."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions.actions.revisions import begin_page, save_draft
from conditions.markdown.fit import fitted
from conditions.markdown.known import SourceFacts, known_by, known_to
from conditions.markdown.read import MarkdownError, PageFile
from conditions.markdown.write import to_markdown
from conditions.models import FormerAddress, ReferencePage, Revision, Source
from conditions.revisions.checks import problems
from conditions.revisions.compare import NodeChange, differences
from conditions.revisions.document import Document
from conditions.revisions.state import open_revision, opened_with, state_of_page
from consult.question.audit import Actor


@dataclass(frozen=True)
class Preview:
    """What an import would change, what would have to be put right before publication, and sources that are new."""

    changes: list[NodeChange]
    problems: list[str]
    sources: list[SourceFacts]


def page_as_markdown(document: Document) -> str:
    """Return the document as a file."""
    return to_markdown(document, known_to(document))


def page_of(text: str) -> ReferencePage | None:
    """The page that a file is of: the one with its address, present or former.  Raises MarkdownError."""
    slug = PageFile(text).slug
    former = FormerAddress.objects.select_related("page").filter(slug=slug).first()
    return ReferencePage.objects.filter(slug=slug).first() or (former.page if former else None)


def preview_markdown(*, text: str, page: ReferencePage | None) -> Preview:
    """Say what the import of a file would do.  Nothing is stored.  Raises MarkdownError."""
    with transaction.atomic():
        file, opened = PageFile(text), _opened(page)
        new = _store_sources(file)
        document = _document(file, opened)
        found = Preview(
            differences(opened, document), problems(page, document) if page is not None else [], new
        )
        transaction.set_rollback(True)
    return found


@transaction.atomic
def import_markdown(
    *, text: str, page: ReferencePage | None, author: Actor, reason: str = "", seen: str | None = None
) -> Revision | None:
    """Store what a file says as the draft of `page`, or of a new page; None when it says what readers see.

    `seen` is the state of the page that the author looked at.  Raises MarkdownError, and StaleVersionError when the
    page has been saved since.
    """
    file, opened = PageFile(text), _opened(page)
    _store_sources(file)
    document = _document(file, opened)
    if page is None:
        if not (document.fields["category"] and document.fields["slug"] and document.title):
            raise MarkdownError(_("A new page needs a title, an address (slug) and a category."))
        return begin_page(document=document, author=author, reason=reason)
    now = state_of_page(page, open_revision(page))
    return save_draft(page=page, document=document, seen=seen or now, author=author, reason=reason or None)


def _opened(page: ReferencePage | None) -> Document:
    """What an editor would have before them."""
    return Document() if page is None else opened_with(page, open_revision(page))


def _document(file: PageFile, opened: Document) -> Document:
    """The document of the file, fitted to what stands."""
    categories, pages = ([*file.head.all(name)] for name in ("category", "related"))
    return fitted(file.document(known_by(categories, pages, file.urls())), opened)


def _store_sources(file: PageFile) -> list[SourceFacts]:
    """Store the sources that are cited, told of, and not here yet; those that are here stay as they are."""
    cited = file.urls()
    here = set(Source.objects.filter(url__in=cited).values_list("url", flat=True))
    new = [facts for facts in file.sources if facts.url in cited - here and facts.is_told]
    for facts in new:
        row = Source(
            url=facts.url, publisher=facts.publisher, title=facts.title, accessed_on=facts.accessed_on
        )
        try:
            row.full_clean()
        except ValidationError as error:
            raise MarkdownError(f"{facts.url}: {' '.join(error.messages)}") from error
        row.save()
    return new

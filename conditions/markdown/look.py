"""What the import of a Markdown file would do, before anything is stored."""

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions.markdown.fit import fitted
from conditions.markdown.known import SourceFacts, known_by
from conditions.markdown.read import MarkdownError, PageFile
from conditions.models import FormerAddress, ReferencePage, Revision, Source
from conditions.revisions.checks import problems
from conditions.revisions.compare import NodeChange, differences
from conditions.revisions.document import Document
from conditions.revisions.state import open_revision, opened_with, state_of_page


@dataclass(frozen=True)
class Preview:
    """What an import would change, what would have to be put right before publication, and sources that are new."""

    changes: list[NodeChange]
    problems: list[str]
    sources: list[SourceFacts]


def page_of(text: str) -> ReferencePage | None:
    """The page that a file is of: the one with its address, present or former.  Raises MarkdownError."""
    slug = PageFile(text).slug
    former = FormerAddress.objects.select_related("page").filter(slug=slug).first()
    return ReferencePage.objects.filter(slug=slug).first() or (former.page if former else None)


@dataclass(frozen=True)
class Reading:
    """A file read for a page: what it says, what stood there before, and the sources that it brought along."""

    file: PageFile
    opened: Document
    document: Document
    sources: list[SourceFacts]


def read_file(*, text: str, page: ReferencePage | None, over: bool) -> Reading:
    """Read a file for `page`, or for a new one; the sources that it tells of are stored.  Raises MarkdownError.

    A file made of what does not stand any more is refused, and with a draft under way one that does not say of what;
    with `over` the latter is laid over the draft.
    """
    file, draft = PageFile(text), open_revision(page) if page is not None else None
    if page is not None:
        _check_state(file, page, draft, over=over)
    opened = Document() if page is None else opened_with(page, draft)
    sources = _store_sources(file)
    categories, pages = ([*file.head.all(name)] for name in ("category", "related"))
    document = fitted(file.document(known_by(categories, pages, file.urls())), opened)
    return Reading(file, opened, document, sources)


def preview_markdown(*, text: str, page: ReferencePage | None, over: bool = False) -> Preview:
    """Say what the import of a file would do.  Nothing is stored.  Raises MarkdownError."""
    with transaction.atomic():
        read = read_file(text=text, page=page, over=over)
        found = Preview(
            differences(read.opened, read.document),
            problems(page, read.document) if page is not None else [],
            read.sources,
        )
        transaction.set_rollback(True)
    return found


def _check_state(file: PageFile, page: ReferencePage, draft: Revision | None, *, over: bool) -> None:
    """Refuse a file that may say less than what stands."""
    if file.state and file.state != state_of_page(page, draft):
        raise MarkdownError(
            _(
                "Somebody saved the page since this file was taken out."
                " Take it out again, and make your changes in the new file."
            )
        )
    if not file.state and draft is not None and not over:
        raise MarkdownError(
            _("A draft is under way, and the file has no line “state:” that says whether it was made of it.")
        )


def _store_sources(file: PageFile) -> list[SourceFacts]:
    """Store the sources that are cited, told of, and not here yet; those that are here stay as they are."""
    cited = file.urls()
    here = set(Source.objects.filter(url__in=cited).values_list("url", flat=True))
    new = [facts for facts in file.sources if facts.url in cited - here and facts.is_told]
    for facts in new:
        row = Source(**asdict(facts))
        try:
            row.full_clean()
        except ValidationError as error:
            raise MarkdownError(f"{facts.url}: {' '.join(error.messages)}") from error
        row.save()
    return new

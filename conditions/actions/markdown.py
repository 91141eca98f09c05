"""Makes what a Markdown file says the draft of its page.  A page that readers see is never changed."""

from django.db import transaction
from django.utils.translation import gettext as _

from conditions.actions.revisions import begin_page, save_draft
from conditions.markdown.look import read_file
from conditions.markdown.read import MarkdownError
from conditions.models import ReferencePage, Revision
from conditions.revisions.state import open_revision, state_of_page
from consult.question.audit import Actor


@transaction.atomic
def import_markdown(
    *,
    text: str,
    page: ReferencePage | None,
    author: Actor,
    reason: str = "",
    seen: str | None = None,
    over: bool = False,
) -> Revision | None:
    """Store what a file says as the draft of `page`, or of a new page; None when it says what readers see.

    `seen` is the state of the page that the author looked at; with `over` a file that does not say of what it was made
    is laid over an open draft.  Raises MarkdownError, and StaleVersionError when the page has been saved since `seen`.
    """
    read = read_file(text=text, page=page, over=over)
    document = read.document
    if page is None:
        if not (document.fields["category"] and document.fields["slug"] and document.title):
            raise MarkdownError(_("A new page needs a title, an address (slug) and a category."))
        return begin_page(document=document, author=author, reason=reason)
    seen = seen or read.file.state or state_of_page(page, open_revision(page))
    return save_draft(page=page, document=document, seen=seen, author=author, reason=reason or None)

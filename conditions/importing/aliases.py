"""Other names of causes from a spreadsheet.  What readers see changes only with a publication, as everywhere."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from conditions.actions.revisions import publish, save_draft
from conditions.models import ConditionName, ReferencePage, Revision
from conditions.names import subject
from conditions.revisions.document import CauseEntry, Document
from conditions.revisions.state import open_revision, opened_with, state_of_page
from consult.common.spreadsheet import SpreadsheetError, Table, read_table, unguarded
from consult.importing.lines import ImportFileError, Outcome
from consult.importing.signature import Signature
from consult.language.normalise import normalise
from consult.question.audit import Actor
from consult.question.locking import lock

COLUMNS = ("page", "cause", "name")
LONGEST_NAME = 160


def import_aliases(path: Path, *, by: AbstractBaseUser | None = None, is_public: bool = False) -> Outcome:
    """Add the names of a CSV file to the drafts of their pages; with `is_public` at once for readers.

    Of each row `page` is the address of a page, `cause` the anchor or the name of a cause on it (nothing: what the page
    is about).  A page with a draft under way gets them in that draft, and is never published here; in
    review or scheduled it is left alone, and its rows are refused.
    Raises ImportFileError for a file of another kind.
    """
    outcome, signature = Outcome(), Signature(path, by)
    wanted: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for number, cells in _table(path).rows:
        page, cause, name = (" ".join(normalise(unguarded(cell)).split()) for cell in cells)
        wanted[page].append((number, cause, name))
        outcome.lines += 1
    outcome.made["names"] = 0
    standing = standing_names(wanted)
    for slug, rows in wanted.items():
        with transaction.atomic():
            drafts = NameDrafts()
            for number, cause, name in rows:
                if (slug, cause, name) in standing:
                    outcome.already_there += 1
                    continue
                try:
                    is_new = drafts.add(slug, cause, name).is_new
                except RefusedNameError as error:
                    outcome.refused.append((number, str(error)))
                else:
                    outcome.made["names"] += is_new
                    outcome.already_there += not is_new
            drafts.store(author=signature.by, reason=signature.reason, is_public=is_public)
    outcome.refused.sort()
    return outcome


def _table(path: Path) -> Table:
    """The rows of the file, in the order of COLUMNS."""
    try:
        table = read_table(path.read_bytes())
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror}.") from error
    except SpreadsheetError as error:
        raise ImportFileError(f"{path}: {error}") from error
    if missing := [name for name in COLUMNS if name not in table.columns]:
        raise ImportFileError(f"{path} lacks the columns: {', '.join(missing)}.")
    places = [table.columns.index(name) for name in COLUMNS]
    return Table(list(COLUMNS), [(number, [cells[at] for at in places]) for number, cells in table.rows])


class RefusedNameError(ValueError):
    """A name that cannot be added; the words say why."""


def standing_names(slugs: Collection[str]) -> dict[tuple[str, str, str], ConditionName]:
    """The names that these pages have for readers, by page, cause and name as the exported table has them.  One query.

    A row that tells of one asks for nothing: what a draft made of it since is its editor's decision.
    """
    rows = ConditionName.objects.filter(page__slug__in=slugs).select_related("page", "cause")
    told = rows.only("name", "is_other_name", "page__slug", "cause__slug")
    return {(row.page.slug, row.cause.slug if row.cause else "", row.name): row for row in told}


@dataclass(frozen=True)
class Place:
    """Where a name was put: its page, the cause as its document has it, and whether it was not there before."""

    page: ReferencePage
    cause: CauseEntry | None
    is_new: bool


@dataclass
class _Opened:
    """A page whose names are added to, locked until the transaction ends."""

    page: ReferencePage
    draft: Revision | None
    document: Document
    seen: str
    is_changed: bool = False


class NameDrafts:
    """Other names on their way into the drafts of their pages; each page is opened once, and stored at the end."""

    def __init__(self) -> None:
        self._opened: dict[str, _Opened] = {}

    def add(self, slug: str, wanted: str, name: str) -> Place:
        """Add one name to the cause `wanted` (nothing: what the page is about).  Raises RefusedNameError."""
        opened = self._open(slug)
        cause = _cause(opened.document, wanted)
        told = [cause.name, *cause.other_names] if cause else []
        told += [] if wanted else [subject(opened.document.title)]
        if name and name.casefold() in {each.casefold() for each in told}:
            return Place(opened.page, cause, is_new=False)
        if opened.draft is not None and opened.draft.state != Revision.State.DRAFT:
            raise RefusedNameError(
                _("the draft of “%s” is in review or scheduled: take it back, or wait until it is published")
                % slug
            )
        if cause is None:
            raise RefusedNameError(
                _("the page has no cause “%s”") % wanted
                if wanted
                else _("the page has no entry of what it is about")
            )
        if not name:
            raise RefusedNameError(_("“name” is empty"))
        if len(name) > LONGEST_NAME:
            words = {"length": len(name), "most": LONGEST_NAME}
            raise RefusedNameError(
                _("“name” has %(length)d characters; at most %(most)d are allowed") % words
            )
        cause.other_names.append(name)
        opened.is_changed = True
        return Place(opened.page, cause, is_new=True)

    def store(self, *, author: Actor, reason: str, is_public: bool = False) -> None:
        """Save each draft that got a name; with `is_public` publish those that were none before."""
        for each in self._opened.values():
            if not each.is_changed:
                continue
            saved = save_draft(
                page=each.page,
                document=each.document,
                seen=each.seen,
                author=author,
                reason=reason if each.draft is None else None,
            )
            if is_public and each.draft is None and each.page.published_at is not None and saved is not None:
                publish(revision=saved, actor=author)

    def _open(self, slug: str) -> _Opened:
        """The page at this address, as its next editor would have it."""
        if slug not in self._opened:
            page = ReferencePage.objects.filter(slug=slug).first()
            if page is None:
                raise RefusedNameError(_("there is no page “%s”") % slug)
            draft = open_revision(page := lock(page))
            document, seen = opened_with(page, draft), state_of_page(page, draft)
            self._opened[slug] = _Opened(page, draft, document, seen)
        return self._opened[slug]


def _cause(document: Document, wanted: str) -> CauseEntry | None:
    """The cause of this anchor or name; of none: what the page is about."""
    causes = list(document.causes())
    if not wanted:
        return next((cause for cause in causes if cause.is_subject), None)
    by_anchor = [cause for cause in causes if cause.slug == wanted]
    by_name = [cause for cause in causes if cause.name.casefold() == wanted.casefold()]
    return next(iter([*by_anchor, *by_name]), None)

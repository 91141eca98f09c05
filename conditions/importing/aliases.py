"""Other names of causes from a spreadsheet.  What readers see changes only with a publication, as everywhere."""

from collections import defaultdict
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conditions.actions.revisions import publish, save_draft
from conditions.models import ReferencePage, Revision
from conditions.revisions.document import CauseEntry, Document
from conditions.revisions.state import open_revision, opened_with, state_of_page
from consult.common.spreadsheet import SpreadsheetError, Table, read_table, unguarded
from consult.importing.lines import ImportFileError, Outcome
from consult.importing.signature import Signature
from consult.language.normalise import normalise
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
    for slug, rows in wanted.items():
        with transaction.atomic():
            _add(slug, rows, outcome, signature, is_public=is_public)
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


def _add(
    slug: str, rows: list[tuple[int, str, str]], outcome: Outcome, signature: Signature, *, is_public: bool
) -> None:
    """Add names to one page."""
    page = ReferencePage.objects.filter(slug=slug).first()
    if page is None:
        outcome.refused += [(number, f"there is no page “{slug}”") for number, _cause, _name in rows]
        return
    draft = open_revision(page := lock(page))
    if draft is not None and draft.state != Revision.State.DRAFT:
        said = f"the draft of “{slug}” is in review or scheduled: take it back, or wait until it is published"
        outcome.refused += [(number, said) for number, _cause, _name in rows]
        return
    document = opened_with(page, draft)
    added = sum(_add_name(document, row, outcome) for row in rows)
    if not added:
        return
    outcome.made["names"] += added
    saved = save_draft(
        page=page,
        document=document,
        seen=state_of_page(page, draft),
        author=signature.by,
        reason=signature.reason if draft is None else None,
    )
    if is_public and draft is None and page.published_at is not None and saved is not None:
        publish(revision=saved, actor=signature.by)


def _add_name(document: Document, row: tuple[int, str, str], outcome: Outcome) -> bool:
    """Add one name to its cause; whether it is new.  What cannot be added is refused in words."""
    number, wanted, name = row
    cause = _cause(document, wanted)
    if cause is None:
        said = f"the page has no cause “{wanted}”" if wanted else "the page has no entry of what it is about"
        outcome.refused.append((number, said))
    elif not name:
        outcome.refused.append((number, "“name” is empty"))
    elif len(name) > LONGEST_NAME:
        outcome.refused.append(
            (number, f"“name” has {len(name)} characters; at most {LONGEST_NAME} are allowed")
        )
    elif name.casefold() in {each.casefold() for each in (cause.name, *cause.other_names)}:
        outcome.already_there += 1
    else:
        cause.other_names.append(name)
        return True
    return False


def _cause(document: Document, wanted: str) -> CauseEntry | None:
    """The cause of this anchor or name; of none: what the page is about."""
    causes = list(document.causes())
    if not wanted:
        return next((cause for cause in causes if cause.is_subject), None)
    by_anchor = [cause for cause in causes if cause.slug == wanted]
    by_name = [cause for cause in causes if cause.name.casefold() == wanted.casefold()]
    return next(iter([*by_anchor, *by_name]), None)

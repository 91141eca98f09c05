"""What an editor decides of the causes that a draft removes: their links go to another cause, the page, or along."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from conditions.models import Cause, CauseGroup, CauseLink, ReferencePage
from conditions.revisions.document import CauseEntry, Document, Removal
from conditions.revisions.read import standing_document
from conditions.revisions.removal import fates_of

RETIRE = "retire"


@dataclass(frozen=True)
class Removed:
    """A cause that readers see and the draft has not, with the number of replies that link to it."""

    entry: CauseEntry
    heading: str
    links: int
    fate: str


def removed_causes(page: ReferencePage, document: Document) -> list[Removed]:
    """Return the causes that the document removes, in the order in which readers see them."""
    kept = {cause.key for cause in document.causes()}
    standing = standing_document(page)
    gone = [
        (cause, group.heading)
        for group in standing.groups
        for cause in Document(groups=[group]).causes()
        if cause.key not in kept
    ]
    confirmed = CauseLink.objects.confirmed().filter(cause__in=[cause.key for cause, _heading in gone])
    links = Counter(confirmed.values_list("cause", flat=True))
    fates = fates_of(document)
    return [
        Removed(cause, heading, links[cause.key], _as_choice(fates.get(cause.key))) for cause, heading in gone
    ]


def _as_choice(fate: Removal | None) -> str:
    """The fate as a form's choice."""
    if fate is None:
        return ""
    return f"{fate.kind}:{fate.target}" if fate.kind == Removal.CAUSE else fate.kind


def decide(
    document: Document, removed: list[Removed], choices: dict[int, str], pages: dict[int, Any]
) -> Document:
    """Return the document with what was chosen of each removed cause, by its key.

    "cause:KEY" merges it into that cause, which gets its names and sources; one of another page gets them when this is
    published.  "page", RETIRE; "move" goes to the page in `pages`, under the heading that it has here or else under the
    first.  A choice that is sent as it is stored changes nothing, unless it moves to another page.
    """
    leaving = [each.entry.key for each in removed]
    for each in removed:
        key, choice = each.entry.key, choices.get(each.entry.key, "")
        if choice == each.fate and not (choice == Removal.MOVE and pages.get(key)):
            continue
        document.removals = [removal for removal in document.removals if removal.cause != key]
        kind, _colon, target = choice.partition(":")
        if kind == Removal.CAUSE and target.lstrip("-").isdigit():
            into = next((cause for cause in document.causes() if cause.key == int(target)), None)
            if into is not None:
                into.take_over(each.entry)
                document.removals.append(Removal(key, kind, into.key))
            elif Cause.objects.public().filter(pk=target).exclude(pk__in=leaving).exists():
                document.removals.append(Removal(key, kind, int(target)))
        elif kind == Removal.PAGE:
            document.removals.append(Removal(key, kind))
        elif kind == Removal.MOVE and (group := _group_of(pages.get(key), each.heading)):
            document.removals.append(Removal(key, kind, group.pk))
        elif kind == RETIRE and document.groups:
            _retire(document, each)
    return document


def _group_of(page: Any, heading: str) -> CauseGroup | None:
    """The group of another page where a cause goes."""
    groups = list(CauseGroup.objects.filter(page=page)) if page else []
    return next((group for group in groups if group.heading == heading), groups[0] if groups else None)


def _retire(document: Document, removed: Removed) -> None:
    """Put the cause back, retired, where it stood."""
    group = next((each for each in document.groups if each.heading == removed.heading), document.groups[0])
    entry = removed.entry
    kept = {cause.key for cause in document.causes()}
    if entry.key not in kept:
        entry.is_retired, entry.is_subject, entry.parts = True, False, []
        group.causes.append(entry)

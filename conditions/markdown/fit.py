"""Fits what a file says to the page that it is of: rows are known again, and every value is one that can be stored."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conditions.anchors import anchor_for
from conditions.markdown.read import MarkdownError
from conditions.models import Cause, CauseAlias, CauseGroup, Citation, ReferencePage
from conditions.revisions.document import CauseEntry, Document, GroupEntry, new_key
from consult.language.slug import first_free


def fitted(document: Document, opened: Document) -> Document:
    """Return the document with the keys of what it shares with `opened`.  Raises MarkdownError.

    Groups and causes are known by their key, else by heading or anchor, so that links and citations stay with them;
    everything else is new.
    """
    _complete(document)
    _claim(document.groups, {each.key: each.heading for each in opened.groups}, lambda group: group.heading)
    _claim(
        list(document.causes()), {each.key: each.slug for each in opened.causes()}, lambda cause: cause.slug
    )
    kept = {cause.key for cause in document.causes()}
    removals = document.removals or opened.removals
    document.removals = [removal for removal in removals if removal.cause not in kept]
    for where, model, values in _rows(document):
        _check(where, model, values)
    return document


def _complete(document: Document) -> None:
    """Give causes without an anchor one, and let nothing be said twice of one cause."""
    taken = {cause.slug for cause in document.causes()}
    for cause in document.causes():
        if not cause.slug:
            cause.slug = first_free(taken, anchor_for(cause.name, 150))
            taken.add(cause.slug)
        cause.other_names = [name for name in dict.fromkeys(cause.other_names) if name]
    for uses in (*document.citations.values(), *(cause.citations for cause in document.causes())):
        uses[:] = {use.source: use for use in uses}.values()


def _claim(entries: Iterable[Any], standing: dict[int, str], name_of: Any) -> None:
    """Give each entry the key of the row that it is: its own, or that of the row called as it is; else a new one."""
    left = dict(standing)
    unknown = []
    for entry in entries:
        if left.pop(entry.key, None) is None:
            unknown.append(entry)
    for entry in unknown:
        same = next((key for key, name in left.items() if name and name == name_of(entry)), None)
        entry.key = new_key() if same is None else same
        left.pop(entry.key, None)


def _rows(document: Document) -> Iterator[tuple[str, type, dict[str, Any]]]:
    """Each row that the document would become: what it is called, its model, its values."""
    yield (
        document.title,
        ReferencePage,
        {name: value for name, value in document.fields.items() if name != "category"},
    )
    for uses in document.citations.values():
        yield from ((document.title, Citation, {"statement": use.statement}) for use in uses)
    for entry in document.entries():
        yield from _rows_of(entry)


def _rows_of(entry: GroupEntry | CauseEntry) -> Iterator[tuple[str, type, dict[str, Any]]]:
    """The rows of one heading or cause."""
    if isinstance(entry, GroupEntry):
        yield entry.heading, CauseGroup, {"heading": entry.heading, "text": entry.text}
        return
    yield entry.name, Cause, entry.columns()
    yield from ((entry.name, CauseAlias, {"name": name}) for name in entry.other_names)
    yield from ((entry.name, Citation, {"statement": use.statement}) for use in entry.citations)


def _check(where: str, model: Any, values: dict[str, Any]) -> None:
    """Refuse what the columns of a row do not take.  What is empty may be: it is a draft."""
    said = {name: value for name, value in values.items() if value not in ("", None)}
    others = {field.name for field in model._meta.get_fields()} - set(said)
    try:
        model(**said).clean_fields(exclude=others)
    except ValidationError as error:
        names = [str(model._meta.get_field(name).verbose_name) for name in error.message_dict]
        words = {"where": where, "names": ", ".join(names), "why": " ".join(error.messages)}
        raise MarkdownError(_("“%(where)s”, %(names)s: %(why)s") % words) from error

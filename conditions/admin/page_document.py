"""Reads the document of a page out of its form.  What is not valid yet is taken as it was typed, for the autosave."""

from datetime import date
from typing import Any

from conditions.models import Cause, Citation
from conditions.revisions.document import (
    PAGE_FIELDS,
    SECTIONS,
    CauseEntry,
    Document,
    GroupEntry,
    Use,
    clean,
    new_key,
    put_into,
)


def document_of(form: Any, formsets: list[Any], opened: Document) -> Document:
    """Return what the form says.  What was decided about removed causes is kept from `opened`."""
    own = [formset for formset in formsets if not getattr(formset, "is_nested", False)]
    groups = [formset for formset in own if formset.model is not Citation]
    citations = [formset for formset in own if formset.model is Citation]
    moves: list[tuple[int, str]] = []
    document = Document(
        fields={name: _field(form, name) for name in PAGE_FIELDS},
        related=sorted(row.pk for row in _value(form, "related") or [] if hasattr(row, "pk")),
        citations={
            section: [use for formset in citations for use in _uses(formset, section)] for section in SECTIONS
        },
        groups=[_group(row, moves) for formset in groups for row in formset.kept_forms()],
    )
    for key, place in moves:
        _move(document, key, place)
    kept = {cause.key for cause in document.causes()}
    document.removals = [removal for removal in opened.removals if removal.cause not in kept]
    return document


def _value(form: Any, name: str) -> Any:
    """The checked value of a field, or what was typed."""
    cleaned = getattr(form, "cleaned_data", {})
    if name in cleaned:
        return cleaned[name]
    return form[name].data if name in form.fields else None


def _text(form: Any, name: str) -> str:
    return clean(str(_value(form, name) or ""))


def _field(form: Any, name: str) -> Any:
    """A field of the page as the document keeps it."""
    value = _value(form, name)
    if name == "category":
        return getattr(value, "pk", None)
    if name == "is_demo":
        return value is True or value == "on"
    if name.endswith("_on"):
        return value.isoformat() if isinstance(value, date) else value or None
    return _text(form, name)


def _key(form: Any) -> int:
    """The key of a row; a new one gets its own."""
    key = _value(form, "id")
    return key if isinstance(key, int) else new_key()


def _below(form: Any, model: type) -> list[Any]:
    """The form sets of one model inside a form."""
    nested = getattr(form, "nested_formsets", [])
    return [formset for formset in nested if formset.model is model and "-empty-" not in formset.prefix]


def _move(document: Document, key: int, place: str) -> None:
    """Carry out one choice of “Move”: "group:KEY" or "cause:KEY"; what is no such place changes nothing."""
    kind, _colon, target = place.partition(":")
    wanted = {"group": GroupEntry, "cause": CauseEntry}.get(kind)
    for entry in document.entries():
        if wanted is not None and isinstance(entry, wanted) and str(entry.key) == target:
            put_into(document, key, entry)
            return


def _group(form: Any, moves: list[tuple[int, str]]) -> GroupEntry:
    causes = [row for formset in _below(form, Cause) for row in formset.kept_forms()]
    return GroupEntry(
        _key(form),
        _text(form, "heading"),
        _text(form, "text"),
        [_cause(cause, moves) for cause in causes],
        bool(_value(form, "is_after_treatment")),
    )


def _cause(form: Any, moves: list[tuple[int, str]]) -> CauseEntry:
    """One cause with its parts; `moves` gets those that somebody wants elsewhere."""
    key = _key(form)
    if place := _text(form, "move_to"):
        moves.append((key, place))
    names = _value(form, "other_names") or []
    if isinstance(names, str):
        names = [clean(name) for name in names.splitlines() if clean(name)]
    return CauseEntry(
        key=key,
        name=_text(form, "name"),
        slug=_text(form, "slug"),
        text=_text(form, "text"),
        is_condition=bool(_value(form, "is_condition")),
        is_subject=bool(_value(form, "is_subject")),
        is_urgent=bool(_value(form, "is_urgent")),
        is_editorial=bool(_value(form, "is_editorial")),
        is_retired=bool(_value(form, "is_retired")),
        other_names=list(names),
        citations=[use for formset in _below(form, Citation) for use in _uses(formset, "")],
        parts=[_cause(part, moves) for formset in _below(form, Cause) for part in formset.kept_forms()],
    )


def _uses(formset: Any, section: str) -> list[Use]:
    """The citations of a cause or of one section."""
    return [
        Use(source.pk, _text(form, "statement"))
        for form in formset.kept_forms()
        if hasattr(source := _value(form, "source"), "pk")
        and (not section or _value(form, "section") == section)
    ]

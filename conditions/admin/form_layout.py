"""How the one big form of a page is laid out: its parts in the order of reading, and the summary of what is wrong."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.utils import flatten

# After which of the field sets the next form set stands: groups after the opening, sources after the review.
FORMSETS_AFTER = (0, 2)

Error = tuple[str, str]


def parts_of(fieldsets: Iterable[Any], formsets: Iterable[Any]) -> list[dict[str, Any]]:
    """Field sets and form sets, in the order in which readers meet what they hold."""
    parts: list[dict[str, Any]] = []
    left = list(formsets)
    for number, fieldset in enumerate(fieldsets):
        parts.append({"fieldset": fieldset, "number": number})
        if number in FORMSETS_AFTER and left:
            parts.append({"formset": left.pop(0)})
    return parts + [{"formset": formset} for formset in left]


def errors_of(parts: list[dict[str, Any]]) -> list[Error]:
    """Return (id of the field, what is wrong) of each error, from the top of the form to its end."""
    form = parts[0]["fieldset"].form
    found = [("", str(error)) for error in form.non_field_errors()]
    for part in parts:
        if "formset" in part:
            found += _in_formset(part["formset"].formset, "")
        else:
            found += _in_fields(form, flatten(part["fieldset"].fields), "", "")
    return found


def _in_formset(formset: Any, place: str) -> Iterator[Error]:
    """The errors of all rows, with what stands inside them; `place` names the row they stand in."""
    for error in formset.non_form_errors():
        yield f"{formset.prefix}-group", _said(place, "", error)
    for form in formset.forms:
        if formset._should_delete_form(form):
            continue
        here = _name(form) or place
        yield from _in_fields(form, ["__all__", *form.fields], form.prefix, here)
        for inside in getattr(form, "nested_formsets", []):
            yield from _in_formset(inside, here)


def _in_fields(form: Any, names: list[str], row: str, place: str) -> Iterator[Error]:
    """The errors of these fields of one form; what nobody can type into leads to its row."""
    for name in names:
        for error in form.errors.get(name, []):
            field = form[name] if name in form.fields else None
            if field is None or field.is_hidden:
                yield row, _said(place, "", error)
            else:
                yield field.id_for_label, _said(place, field.label, error)


def _name(form: Any) -> str:
    """What the row is called by who types it."""
    name = next((name for name in ("name", "heading") if name in form.fields), None)
    return str(form[name].value() or "") if name else ""


def _said(place: str, label: Any, error: Any) -> str:
    """The error in one line, with where it stands."""
    where = ", ".join(str(part) for part in (place, label) if part)
    return f"{where}: {error}" if where else str(error)

"""Both texts, when two people saved at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import models
from django.forms.models import model_to_dict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consult.models import Question
from consult.models.question_fields import FIELDS


@dataclass(frozen=True)
class Difference:
    """One field that stands differently in the database from what this person typed or had read."""

    label: str
    standing: str
    other: str
    other_label: str


@dataclass(frozen=True)
class Conflict:
    """What happened, in a sentence, and the differing texts."""

    text: str
    differences: list[Difference]


def differences(form: forms.BaseForm, current: models.Model) -> list[Difference]:
    """Fields of the bound `form` whose typed value is not the one that stands in `current`."""
    found = []
    for name, field in form.fields.items():
        if not hasattr(current, name) or isinstance(field.widget, forms.HiddenInput):
            continue
        standing = model_to_dict(current, [name]).get(name)
        if isinstance(standing, list):
            standing = [row.pk for row in standing]
        if field.has_changed(standing, form[name].data):
            found.append(
                Difference(
                    str(field.label),
                    _words(current, name),
                    _typed(field, form[name].data),
                    _("Yours, kept below"),
                )
            )
    return found


def changes_since(question: Question, version: int) -> list[Difference]:
    """What of the question changed since `version`, read from its history; empty when that is not known."""
    seen: Any = question.history.filter(version=version).order_by("-history_date").first()
    if seen is None:
        return []
    return [
        Difference(
            str(field.model_field.verbose_name),
            _words(question, field.column_name),
            _words(seen, field.column_name),
            _("When you opened it"),
        )
        for field in FIELDS
        if field.is_watched and getattr(seen, field.column_name) != getattr(question, field.column_name)
    ]


def _words(row: models.Model, name: str) -> str:
    """The value of a field as a person reads it."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, models.Manager):
        return ", ".join(str(item) for item in value.all())
    return _plain(value)


def _plain(value: Any) -> str:
    """Dates and times as the site writes them, anything else as it is."""
    if isinstance(value, date):
        return (
            date_format(localtime(value), "j F Y, H:i") if isinstance(value, datetime) else date_format(value)
        )
    return "" if value is None else str(value)


def _typed(field: forms.Field, data: Any) -> str:
    """What was typed or chosen, as a person reads it."""
    try:
        value = field.clean(data)
    except forms.ValidationError:
        return str(data or "")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(str(item) for item in value)
    if isinstance(field, forms.TypedChoiceField | forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return _plain(value)

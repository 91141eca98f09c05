"""The answers as the last page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import CheckboxInput
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.asking.steps import steps_for


@dataclass(frozen=True)
class Row:
    """One answer: what it is called, its words ("" when left out), where to change it."""

    label: Any
    value: str
    change: str


def summary(answers: Mapping[str, Any]) -> list[Row]:
    """Return one row for each answer of this draft, in the order of the pages."""
    rows = []
    for step in steps_for(answers):
        form = step.form(answers=answers)
        change = reverse("consult:ask_step", args=[step.slug]) + "?change"
        for name, label in step.labels.items():
            rows.append(Row(label, _shown(form.fields[name], str(answers.get(name, ""))), change))
    return rows


def _shown(field: Any, value: str) -> str:
    """The words of a choice rather than its key."""
    if isinstance(field.widget, CheckboxInput):
        return _("Yes") if value else ""
    if hasattr(field, "choices"):
        return str(dict(field.choices).get(value, value))
    return value

"""The answers as the last page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.asking.steps import steps_for
from consult.models import Specialty
from consult.models.question_fields import QuestionField


@dataclass(frozen=True)
class Row:
    """One answer: what it is called, its words ("" when left out), where to change it."""

    label: Any
    value: str
    change: str


def summary(answers: Mapping[str, Any], specialty: Specialty | None) -> list[Row]:
    """Return one row for each answer of this draft, in the order of the pages; `specialty` is the one chosen."""
    rows = []
    for step in steps_for(answers):
        change = reverse("consult:ask_step", args=[step.slug]) + "?change"
        for field in step.fields:
            rows.append(Row(field.label, _words(field, str(answers.get(field.name, "")), specialty), change))
    return rows


def _words(field: QuestionField, answer: str, specialty: Specialty | None) -> str:
    """An answer as people read it."""
    if field.name == "specialty":
        return specialty.name if specialty else str(field.unsaid)
    if field.column is None:  # A box that was ticked.
        return _("Yes") if answer else ""
    return str(dict(field.model_field.flatchoices).get(answer, answer))

"""Which department should answer."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.asking.forms.base import StepForm
from consult.common.row_ids import sent_number
from consult.models import Specialty
from consult.models.question import About
from consult.models.question_fields import BY_NAME

# More than this many departments are easier to choose from a list that opens than from a long page.
MOST_RADIOS = 12


class SpecialtyForm(StepForm):
    """The specialty, or "I am not sure"."""

    headings = {About.SELF: _("Which kind of doctor should answer?")}
    hints = {About.SELF: _("If you do not know, leave it. We will pass your question to the right doctor.")}

    specialty = forms.ChoiceField(required=False)

    @classmethod
    def accepts(cls, answers: Mapping[str, Any]) -> bool:
        """Whether there is the specialty that was chosen.  One query when one was."""
        chosen = str(answers.get("specialty", ""))
        return not chosen or Specialty.objects.filter(pk=sent_number(chosen) or 0).exists()

    def __init__(self, data: Any = None, *, answers: Mapping[str, Any]) -> None:
        super().__init__(data, answers=answers)
        found = [(str(specialty.pk), specialty.name) for specialty in Specialty.objects.all()]
        choices = [("", BY_NAME["specialty"].unsaid), *found]
        field = self.fields["specialty"]
        if len(choices) <= MOST_RADIOS:
            field.widget = forms.RadioSelect()
        field.choices = choices  # type: ignore[attr-defined]

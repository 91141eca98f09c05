"""The patient changes an unanswered question."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext_lazy as _

from consult.asking.checks.checked_form import CheckedForm
from consult.asking.forms import choice_field
from consult.asking.forms.base import patient_helper, text_field
from consult.asking.forms.guardian import guardian_field
from consult.asking.person import needs_guardian
from consult.models import ConsentWording, Question
from consult.models.consent import ConsentKind
from consult.models.question_fields import CHECKED, EDITABLE, Part, QuestionField, of_part


class EditForm(CheckedForm):
    """Everything that the patient told, on one page."""

    def __init__(self, data: Any = None, *, question: Question) -> None:
        names = [*(field.name for field in EDITABLE), "version"]
        super().__init__(data, initial={name: getattr(question, name) for name in names})
        self.question = question
        self.fields |= {field.name: _form_field(field) for field in EDITABLE}
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        if self.is_bound and self._lacks_guardian():
            self.fields["guardian"] = guardian_field()
        self.helper = patient_helper(
            HTML('{% include "consult/case/edit_heading.html" %}'),
            *of_part(EDITABLE, Part.WORDS),
            HTML('{% include "consult/case/edit_facts.html" %}'),
            *of_part(EDITABLE, Part.PERSON),
            *(["guardian"] if "guardian" in self.fields else []),
            *of_part(EDITABLE, Part.FILING, Part.NAME),
            "version",
            "read",
            "kept",
            button=_("Save my changes"),
        )
        self.helper.disable_csrf = True

    @property
    def labels(self) -> Mapping[str, Any]:
        """The fields with words, called as on the way to ask."""
        return CHECKED

    def answers(self) -> dict[str, Any]:
        """Return what was sent, by the name of its field; what was not sent stays as it is."""
        return {field.name: self.cleaned_data[field.name] for field in EDITABLE if field.name in self.data}

    def changed(self) -> Question:
        """Return the question with what was sent, not stored."""
        question = copy(self.question)
        for name, answer in self.answers().items():
            setattr(question, name, answer)
        return question

    def clean_about(self) -> str:
        """Nothing chosen leaves it as it is."""
        return self.cleaned_data["about"] or self.question.about

    def consents(self) -> list[ConsentWording]:
        """Return what was agreed to on this page."""
        if "guardian" not in self.fields:
            return []
        return [ConsentWording.objects.get(kind=ConsentKind.GUARDIAN, pk=self.cleaned_data["guardian"])]

    def on_top_of(self, current: Any) -> "EditForm":
        """Return this form with its words, ready to be saved over `current`."""
        self.change(version=current.version)
        return EditForm(self.data, question=current)

    def _lacks_guardian(self) -> bool:
        """Whether a parent has to agree to the age that was sent, and has not yet."""
        standing = self.question.consents.standing(ConsentKind.GUARDIAN)
        sent = {name: self.data.get(name, getattr(self.question, name)) for name in ("about", "age_range")}
        return needs_guardian(sent) and not standing.exists()


def _form_field(field: QuestionField) -> forms.Field:
    """The field of the form in which an answer is changed."""
    column = field.model_field
    if column.is_relation:
        return forms.ModelChoiceField(
            column.related_model._default_manager.all(),
            label=field.form_label,
            empty_label=str(field.unsaid),
            required=not field.is_optional,
        )
    if column.choices:
        return choice_field(field.name, label=field.form_label)
    return text_field(field.name, rows=field.rows, label=field.form_label)

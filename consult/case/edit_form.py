"""The patient changes an unanswered question."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext_lazy as _

from consult.asking.checks.checked_form import CheckedForm
from consult.asking.checks.personal_data import CHECKED
from consult.asking.forms import AgeForm
from consult.asking.forms.base import limited, long_text, patient_helper
from consult.asking.forms.guardian import guardian_field
from consult.asking.person import needs_guardian
from consult.case.forms import TOO_LONG
from consult.models import ConsentWording, Question, Specialty
from consult.models.consent import ConsentKind
from consult.models.question import LIMITS, PATIENT_ANSWERS, PATIENT_WORDS, About


class EditForm(CheckedForm):
    """Everything that the patient told, on one page."""

    title = limited(
        forms.CharField(
            label=_("Your question in one line"),
            error_messages={"required": _("Sum up your question in one line.")},
        ),
        LIMITS["title"],
        TOO_LONG,
    )
    body = limited(
        forms.CharField(
            label=_("What is happening"),
            widget=forms.Textarea(attrs={"rows": 8}),
            error_messages={"required": _("Tell us what is happening.")},
        ),
        LIMITS["body"],
        TOO_LONG,
    )
    began = limited(
        forms.CharField(label=_("When it began (optional)"), required=False), LIMITS["began"], TOO_LONG
    )
    tried = long_text(4, LIMITS["tried"], label=_("What has been tried, and tests (optional)"))
    seen = long_text(3, LIMITS["seen"], label=_("Who has been seen (optional)"))
    wants = long_text(3, LIMITS["wants"], label=_("What you most want to know (optional)"))
    display_name = limited(
        forms.CharField(label=_("Display name"), error_messages={"required": _("Choose a display name.")}),
        LIMITS["display_name"],
        TOO_LONG,
    )
    about = forms.ChoiceField(
        label=_("Who is it about?"), choices=About.choices, widget=forms.RadioSelect, required=False
    )
    age_range = AgeForm.base_fields["age_range"]
    sex = AgeForm.base_fields["sex"]
    specialty = forms.ModelChoiceField(
        label=_("Which kind of doctor should answer?"),
        queryset=Specialty.objects.all(),
        empty_label=_("I am not sure"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, question: Question) -> None:
        initial = {name: getattr(question, name) for name in (*PATIENT_ANSWERS, "version")}
        super().__init__(data, initial=initial)
        self.question = question
        if self.is_bound and self._lacks_guardian():
            self.fields["guardian"] = guardian_field()
        self.helper = patient_helper(
            HTML('{% include "consult/case/edit_heading.html" %}'),
            *PATIENT_WORDS,
            HTML('{% include "consult/case/edit_facts.html" %}'),
            "about",
            "age_range",
            "sex",
            *(["guardian"] if "guardian" in self.fields else []),
            "specialty",
            "display_name",
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
        return {name: self.cleaned_data[name] for name in PATIENT_ANSWERS if name in self.data}

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

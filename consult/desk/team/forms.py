"""What is filled in to work on a case together.  None of it is for the patient."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField
from consult.desk.forms import rows
from consult.models import Doctor, Specialty
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.staffing import present


class NoteForm(forms.Form):
    """A note among staff."""

    use_required_attribute = False

    note_text = TypedCharField(
        label=_("New note"),
        max_length=InternalNote.LONGEST,
        widget=rows(3),
        help_text=_("Only staff read it. It stays with the case until the case is erased."),
        error_messages={"required": _("Write the note first.")},
    )


class OpinionForm(forms.Form):
    """Whom the doctor asks for a second opinion, and what."""

    use_required_attribute = False

    opinion_of = forms.ChoiceField(
        label=_("Ask"),
        error_messages={
            "required": _("Choose a colleague or a specialty."),
            "invalid_choice": _("Choose a colleague or a specialty."),
        },
    )
    opinion_request = TypedCharField(
        label=_("What would you like to know?"),
        max_length=SecondOpinion.LONGEST,
        widget=rows(3),
        help_text=_(
            "They read the question and this. Their view stays among you until you take it into your reply."
        ),
        error_messages={"required": _("Write what you would like to know.")},
    )

    def __init__(
        self, *args: Any, colleagues: list[Doctor], specialties: list[Specialty], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.whom: dict[str, Doctor | Specialty] = {
            **{f"doctor-{row.pk}": row for row in colleagues},
            **{f"specialty-{row.pk}": row for row in specialties},
        }
        self.fields["opinion_of"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a colleague or a specialty")),
            (_("Colleagues"), [(f"doctor-{row.pk}", row.name) for row in colleagues]),
            (_("Whoever is at work in"), [(f"specialty-{row.pk}", row.name) for row in specialties]),
        ]

    def asked(self) -> Doctor | Specialty:
        """Whom the valid form names."""
        return self.whom[self.cleaned_data["opinion_of"]]


class AssignForm(forms.Form):
    """Who gets the question; `assign_seen` says who had it on the screen."""

    use_required_attribute = False

    assign_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    assign_to = forms.ModelChoiceField(
        label=_("Give it to"),
        queryset=Doctor.objects.none(),
        help_text=_("Who is away or has no valid licence is not in the list."),
        error_messages={"required": _("Choose a doctor."), "invalid_choice": _("Choose a doctor.")},
    )

    def __init__(self, *args: Any, colleagues: list[Doctor], seen: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assign_to"]
        field.queryset = present()
        field.choices = [("", _("Choose a doctor")), *((row.pk, row.name) for row in colleagues)]
        self.fields["assign_seen"].initial = seen


class ViewForm(forms.Form):
    """The view that a colleague gives."""

    view = TypedCharField(
        label=_("Your view"),
        max_length=SecondOpinion.LONGEST,
        widget=rows(8),
        help_text=_(
            "Your colleague reads it. The patient reads what of it your colleague takes into the reply."
        ),
        error_messages={"required": _("Write your view first.")},
    )

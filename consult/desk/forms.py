"""What a doctor or an editor fills in at the desk."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField, TypedMeta
from consult.desk.decline import DECLINE_REASONS, reasons_for
from consult.models import Doctor, FollowUp, Question, Reply, Specialty
from consult.models.reply import lines_of

# Ready-made texts mark what is still to be filled in as [[which test]].
PLACEHOLDER = re.compile(r"\[\[[^\]\n]*\]\]")


NO_SAFETY_NET = _("Say when the patient has to seek care now. Every reply needs it: one line for each sign.")
PREFILLED = _(
    "The warning signs of the causes you ticked are filled in now. Read them, change what does not fit this patient, "
    "then publish."
)


def refuse_placeholders(text: str) -> None:
    """Raise ValidationError when `text` still has a [[gap]] of a ready-made text."""
    gap = PLACEHOLDER.search(text)
    if gap:
        raise ValidationError(_("Fill in or remove %(gap)s first."), params={"gap": gap.group()})


def rows(count: int) -> forms.Textarea:
    """A text area of so many lines."""
    return forms.Textarea(attrs={"rows": count})


class ReplyForm(forms.ModelForm[Reply]):
    """The reply.  `reply_version` and `question_version` say which texts the doctor had on the screen."""

    # All forms of the desk stand in one HTML form: the browser must not ask for the fields of another button.
    use_required_attribute = False

    reply_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    question_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta(TypedMeta):
        model = Reply
        fields = ["specialty", *Reply.TEXTS, "examination"]
        widgets = {"text": rows(8), "safety_net": rows(4), "more_info": rows(6)}

    def __init__(
        self,
        *args: Any,
        question: Question,
        doctor: Doctor | None,
        specialties: Sequence[Any],
        **kwargs: Any,
    ) -> None:
        # Of `specialties`, all there are, each knows whether it is the doctor's own (consult.desk.read_along).
        self.publishing = kwargs.pop("publishing", False)
        # The safety net was filled in just now, from the ticked causes: nobody has read it yet.
        self.is_prefilled = kwargs.pop("prefilled", False)
        super().__init__(*args, **kwargs)
        given = _given_under(question, doctor, self.instance, specialties)
        self.fields["specialty"].queryset = Specialty.objects.filter(pk__in=[row.pk for row in given])  # type: ignore[attr-defined]
        # As a list, with what is read already: the field itself would ask the database again.
        self.fields["specialty"].choices = [(row.pk, row.name) for row in given]  # type: ignore[attr-defined]
        self.fields["reply_version"].initial = self.instance.version if self.instance.pk else None
        self.fields["question_version"].initial = question.version
        self.fields["text"].error_messages["required"] = str(_("Write the reply first."))
        if not self.instance.pk and doctor:
            own = [row.pk for row in specialties if row.is_own]
            default = question.specialty_id or next(iter(own), None)
            self.initial["specialty"] = kwargs.get("initial", {}).get("specialty") or default

    def clean(self) -> dict[str, Any]:
        """Refuse to publish ready-made texts with gaps, and a reply without a safety net."""
        cleaned = super().clean() or self.cleaned_data
        if self.publishing:
            if self.is_prefilled:
                self.add_error("safety_net", PREFILLED)
            elif not lines_of(cleaned.get("safety_net") or "") and not self.has_error("safety_net"):
                self.add_error("safety_net", NO_SAFETY_NET)
            for name in Reply.TEXTS:
                try:
                    refuse_placeholders(cleaned.get(name) or "")
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned


def _given_under(
    question: Question, doctor: Doctor | None, reply: Reply, specialties: Sequence[Any]
) -> list[Any]:
    """Of all specialties those that a reply may be given under: the doctor's, the question's and the one it has."""
    chosen = {row.pk for row in specialties if row.is_own} | {question.specialty_id, reply.specialty_id}
    found = [row for row in specialties if row.pk in chosen] if doctor else []
    return found or list(specialties)


class AskForm(forms.Form):
    """What more the patient is asked for."""

    use_required_attribute = False

    ask_message = TypedCharField(
        label=_("What do you need to know?"),
        max_length=4_000,
        widget=rows(4),
        help_text=_(
            "The patient reads this and answers on the case page. The waiting time stops until then."
        ),
        error_messages={"required": _("Write what you need to know.")},
        validators=[refuse_placeholders],
    )


class DeclineForm(forms.Form):
    """Why nobody here can answer, in words for the patient."""

    use_required_attribute = False

    decline_reason = forms.ChoiceField(
        label=_("Reason"),
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
    decline_message = TypedCharField(
        label=_("Message to the patient"),
        max_length=4_000,
        required=False,
        widget=rows(5),
        help_text=_("Leave empty to send the text of the reason as it stands below."),
    )

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [(code, reason.label) for code, reason in reasons_for(level).items()]
        self.fields["decline_reason"].choices = [("", _("Choose a reason")), *fitting]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Fall back to the reason's own text, and refuse gaps."""
        cleaned = super().clean() or self.cleaned_data
        if reason := cleaned.get("decline_reason"):
            cleaned["decline_message"] = cleaned.get("decline_message") or str(DECLINE_REASONS[reason].text)
            try:
                refuse_placeholders(cleaned["decline_message"])
            except ValidationError as error:
                self.add_error("decline_message", error)
        return cleaned


class ReferForm(forms.Form):
    """To which specialty the question is passed, and why."""

    use_required_attribute = False

    refer_to = forms.ModelChoiceField(
        label=_("Pass to"),
        queryset=Specialty.objects.all(),
        help_text=_("The question keeps its place in the queue."),
        error_messages={"required": _("Choose a specialty."), "invalid_choice": _("Choose a specialty.")},
    )
    refer_note = TypedCharField(
        label=_("Why, for the colleagues there"),
        max_length=4_000,
        widget=rows(3),
        help_text=_("Only staff read it."),
        error_messages={"required": _("Say why, so that nobody has to guess.")},
    )

    def __init__(self, *args: Any, question: Question, specialties: list[Specialty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["refer_to"]
        field.queryset = Specialty.objects.exclude(pk=question.specialty_id or 0)
        if question.tells_staff:
            field.help_text = _(
                "The question keeps its place in the queue. Whoever has it is told where it went."
            )
        others = [row for row in specialties if row.pk != question.specialty_id]
        field.choices = [("", _("Choose a specialty")), *((row.pk, row.name) for row in others)]


class FollowUpForm(forms.Form):
    """The answer to one follow-up message."""

    use_required_attribute = False
    button = "followup"

    answer = TypedCharField(
        label=_("Your answer"),
        max_length=10_000,
        widget=rows(5),
        error_messages={"required": _("Write the answer first.")},
        validators=[refuse_placeholders],
    )

    def __init__(self, *args: Any, followup: FollowUp, **kwargs: Any) -> None:
        kwargs["prefix"] = f"{self.button}-{followup.pk}"
        super().__init__(*args, **kwargs)
        self.followup = followup


class AnswerCorrectionForm(FollowUpForm):
    """Other words for an answer that was sent; `seen` tells the words that were on the screen."""

    button = "correct"

    seen = TypedCharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, followup: FollowUp, **kwargs: Any) -> None:
        stands = {"answer": followup.newest_answer, "seen": followup.newest_mark}
        kwargs["initial"] = {**stands, **kwargs.get("initial", {})}
        super().__init__(*args, followup=followup, **kwargs)
        self.fields["answer"].label = _("The answer, corrected")

    @property
    def is_typed(self) -> bool:
        """Whether other words stand in it than those that the patient reads."""
        return str(self["answer"].value() or "").split() != self.followup.newest_answer.split()

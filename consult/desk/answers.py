"""The desk's buttons for answers to messages that were sent: corrected by their doctor or a moderator."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _

from consult.common.row_ids import sent_number
from consult.desk.actions.corrections import correct_answer, discard_answer_correction
from consult.desk.conflicts import Conflict, Difference
from consult.desk.forms import AnswerCorrectionForm
from consult.desk.screen import errors_in
from consult.desk.team.buttons import TeamButtons
from consult.models import FollowUp
from consult.question.locking import StaleVersionError


class AnswerButtons(TeamButtons):
    """What may be done with an answer that the patient reads already."""

    def _build_forms(self, pressed: str = "") -> None:
        """With a form for each answer that this person may correct."""
        super()._build_forms(pressed)
        self.correction_forms = {
            message.pk: AnswerCorrectionForm(
                followup=message, **self._bound(pressed == f"correct-{message.pk}", f"correct-{message.pk}-")
            )
            for message in self.followups
            if self._may_correct(message)
        }
        messages: list[Any] = self.followups
        for message in messages:
            message.correction_form = self.correction_forms.get(message.pk)

    def _may_correct(self, message: FollowUp) -> bool:
        """Whether it has an answer, and this person wrote it or approves what is public."""
        if not (message.newest_answer and self.question.state.is_replied):
            return False
        is_own = self.can_reply and self.doctor is not None and message.doctor_id == self.doctor.pk
        return is_own or self.can_approve

    def _without_untouched(self, fields: dict[str, list[str]]) -> dict[str, list[str]]:
        """What was typed, without the answers that stand in their forms as the patient reads them."""
        same = [f"{form.prefix}-" for form in self.correction_forms.values() if not form.is_typed]
        return {name: sent for name, sent in fields.items() if not name.startswith(tuple(same))}

    def show_conflict(self, error: StaleVersionError) -> None:
        """Both texts of an answer that somebody else has corrected meanwhile."""
        current = error.current
        if not (isinstance(current, FollowUp) and self.pressed.partition("-")[0] in ("correct", "uncorrect")):
            super().show_conflict(error)
            return
        assert self.data is not None
        typed = str(self.data.get(f"correct-{current.pk}-answer", ""))
        self.conflict = Conflict(
            _("Somebody has changed this answer meanwhile."),
            [Difference(_("Answer"), current.newest_answer, typed, _("Yours, kept below"))],
        )
        self.data[f"correct-{current.pk}-seen"] = current.newest_mark
        self._read_anew()

    def context(self) -> dict[str, Any]:
        """With what is wrong in these forms."""
        context = super().context()
        return {**context, "errors": [*context["errors"], *errors_in(self.correction_forms.values())]}

    def _form_pressed(self) -> AnswerCorrectionForm | None:
        """The form of the answer whose button was pressed; None for one that this person may not correct."""
        return self.correction_forms.get(sent_number(self.pressed.partition("-")[2]) or 0)

    def _correct(self) -> HttpResponse | None:
        form = self._form_pressed()
        if not (form and form.is_valid() and self._keeps_typed_reply()):
            return None
        followup = correct_answer(
            followup=form.followup,
            answer=form.cleaned_data["answer"],
            actor=self.request.user,
            seen=form.cleaned_data["seen"],
            approved=self.can_approve,
        )
        if followup.newest_mark == form.cleaned_data["seen"]:
            return self.stay_unchanged(_("Nothing is changed: the patient reads these words already."))
        if followup.new_answer:
            return self.stay(
                _(
                    "Correction saved. The patient reads it now; the public page keeps the approved words until an "
                    "editor has read yours."
                )
            )
        return self.stay(_("Answer changed. The patient reads the new words."))

    def _uncorrect(self) -> HttpResponse | None:
        form = self._form_pressed()
        if not (form and self.data is not None and self._keeps_typed_reply()):
            return None
        seen = str(self.data.get(f"{form.prefix}-seen", ""))
        if not discard_answer_correction(followup=form.followup, actor=self.request.user, seen=seen):
            return self.stay_unchanged(_("Nothing is changed: no correction waits any more."))
        return self.stay(_("Correction taken back: the approved words stand."))

    answer_buttons: ClassVar[Mapping[str, Callable[[Any], HttpResponse | None]]] = {
        "correct": _correct,
        "uncorrect": _uncorrect,
    }

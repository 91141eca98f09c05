"""What the buttons among staff do on the desk."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from consult.common.row_ids import sent_number
from consult.desk.actions.claim import SharingError, assign_question, take_over, take_question
from consult.desk.actions.internal import add_note, ask_opinion, use_opinion
from consult.desk.desk_screen import DeskScreen
from consult.desk.inserts import appended
from consult.models import Claim, Reply
from consult.models.staffing import StaffNotice
from consult.notifications.staff import was_told


class TeamButtons(DeskScreen):
    """The desk's buttons for notes, second opinions, and who has the question."""

    def _keeps_typed_reply(self) -> bool:
        """Save a reply that was begun; False when something in it is wrong."""
        raise NotImplementedError

    def _store_draft(self) -> Reply | None:
        """Save the typed reply as a draft; None when something in it is wrong."""
        raise NotImplementedError

    def _note(self) -> HttpResponse | None:
        form = self.team.note_form
        if not ((self.can_reply or self.can_approve) and form.is_valid() and self._keeps_typed_reply()):
            return None
        add_note(question=self.question, text=form.cleaned_data["note_text"], actor=self.request.user)
        return self.stay(_("Noted, for staff only."))

    def _ask_opinion(self) -> HttpResponse | None:
        form = self.team.opinion_form
        if not (self.doctor and self.can_reply and form.is_valid() and self._keeps_typed_reply()):
            return None
        asked = form.asked()
        ask_opinion(
            question=self.question,
            doctor=self.doctor,
            of=asked,
            request=form.cleaned_data["opinion_request"],
            actor=self.request.user,
        )
        return self.stay(_("%s is asked. The question stays yours.") % asked)

    def _use_opinion(self) -> HttpResponse | None:
        """Put the view below what is typed: into the answer to a message, or into the reply, kept as a draft."""
        number = sent_number(self.pressed.partition("-")[2])
        opinion = next((row for row in self.team.opinions if row.pk == number and row.is_given), None)
        if opinion is None or not self.can_reply or (self.reply and self.reply.is_published):
            return None
        assert self.data is not None
        if message := self.message_to_answer:
            name = f"followup-{message.pk}-answer"
            self.data[name] = appended(str(self.data.get(name, "")), opinion.view)
            use_opinion(opinion=opinion, actor=self.request.user)
            return self.stay(
                _("The view stands at the end of your answer. Change it until the words are yours.")
            )
        self.data["text"] = appended(str(self.data.get("text", "")), opinion.view)
        self.reply_form = self.reply_form_for(bind=True)
        if self._store_draft() is None:
            return None
        use_opinion(opinion=opinion, actor=self.request.user)
        return self.stay(_("The view stands at the end of your draft. Change it until the words are yours."))

    def _take(self) -> HttpResponse | None:
        return self._claim(_("%s took it a moment ago."), lambda held: take_question(**held))

    def _take_over(self) -> HttpResponse | None:
        seen = sent_number(self.pressed.partition("-")[2])
        return self._claim(_("Meanwhile %s has it."), lambda held: take_over(**held, seen=seen))

    def _claim(self, too_late: str, take: Callable[[dict[str, Any]], Claim]) -> HttpResponse | None:
        """Take it for this doctor, and say who has it now; nothing where no first reply and no message is owed."""
        is_owed = self.question.state.is_open or bool(self.answerable)
        if not (self.doctor and self.can_reply and is_owed and self._keeps_typed_reply()):
            return None
        try:
            claim = take({"question": self.question, "doctor": self.doctor, "actor": self.request.user})
        except SharingError as error:
            self._refused(error)
            return None
        if claim.doctor_id != self.doctor.pk:
            return self.stay(too_late % claim.doctor)
        return self.stay(_("You have taken it: colleagues see that you are at work on it."))

    def _assign(self) -> HttpResponse | None:
        form = self.team.assign_form
        if not (self.team.may_assign and form.is_valid() and self._keeps_typed_reply()):
            return None
        doctor = form.cleaned_data["assign_to"]
        try:
            assign_question(
                question=self.question,
                doctor=doctor,
                seen=form.cleaned_data["assign_seen"],
                actor=self.request.user,
            )
        except SharingError as error:
            self._refused(error)
            return None
        is_told = was_told(kind=StaffNotice.Kind.ASSIGNED, question=self.question, user=doctor.user)
        return self.stay((_("%s has it now, and is told.") if is_told else _("%s has it now.")) % doctor)

    def _refused(self, error: SharingError) -> None:
        """Say why not; the typed reply, kept above, stays."""
        messages.error(self.request, error.not_done)

    team_buttons: ClassVar[Mapping[str, Callable[[Any], HttpResponse | None]]] = {
        "note": _note,
        "askopinion": _ask_opinion,
        "useopinion": _use_opinion,
        "take": _take,
        "takeover": _take_over,
        "assign": _assign,
    }

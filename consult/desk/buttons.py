"""The doctor's desk: everything that a doctor can do about one question, each with one button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consult.common.row_ids import sent_number
from consult.desk import access
from consult.desk.actions.claim import SharingError, give_back, take_question
from consult.desk.actions.corrections import discard_correction, withdraw_reply
from consult.desk.actions.passing import refer_question
from consult.desk.actions.reply import (
    answer_followup,
    decline_question,
    publish_reply,
    request_information,
    save_reply,
)
from consult.desk.actions.unsent import keep_unsent
from consult.desk.answers import AnswerButtons
from consult.desk.claims import take_next
from consult.desk.inserts import appended, words_of
from consult.desk.read_along import knowing_flags_and_requests, with_unsent
from consult.desk.team.moved import moved_page
from consult.desk.team.panel import knowing_internal
from consult.desk.unsent import is_too_long, left_over, typed_in
from consult.models import RedFlagFinding, Reply
from consult.question.actions.red_flags import look_at_red_flags
from consult.question.locking import StaleVersionError, lock


def desk_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show one question and carry out the button that was pressed."""
    allowed = with_unsent(knowing_flags_and_requests(access.allowed_questions(request)), request.user)
    found = knowing_internal(allowed).select_related("specialty", "claim__doctor", "claim__assigned_by")
    number = sent_number(object_id)
    question = found.filter(pk=number).first() if number else None
    if question is None and (moved := moved_page(model_admin, request, number)):
        return moved
    if question is None or not model_admin.has_view_permission(request):
        gone: HttpResponse = model_admin._get_obj_does_not_exist_redirect(
            request, model_admin.opts, object_id
        )
        return gone
    return Desk(model_admin, request, question).respond()


class Desk(AnswerButtons):
    """What each button of the desk does."""

    is_reply_stored = False

    def act(self, action: str) -> HttpResponse | None:
        """Carry out a button; what it has done with is no unsent word any more, all others stay kept."""
        done = super().act(action)
        if done is not None and action != "keep" and self.data is not None:
            keep_unsent(question=self.question, user=self.request.user, fields=self._left_over(action))
        return done

    def _left_over(self, action: str) -> dict[str, list[str]]:
        """What was typed and is not done with: words for other buttons, and the reply where nothing stored it."""
        assert self.data is not None
        if action == "forget":
            return {}
        return self._without_untouched(self._not_done_with(action))

    def _not_done_with(self, action: str) -> dict[str, list[str]]:
        """The same with the answers that stand in their forms unchanged."""
        assert self.data is not None
        is_open = not (self.is_reply_stored or action == "discard") and self.can_reply | bool(self.reply)
        if is_open and self._is_begun():
            return typed_in(self.data, self.reply, without=action)
        return left_over(self.data, action)

    def _is_begun(self) -> bool:
        """Whether the form of the reply has other words or ticks than what is stored."""
        return self.reply_form_for(bind=True).has_changed() or any(
            panel.has_changed() for panel in self.panels
        )

    def _keep(self) -> HttpResponse:
        """Keep what is typed, while it is typed, if it is anything; a claim of one's own lasts on."""
        fields = self._left_over("keep")
        is_current = self.question_version() == self.question.version
        if not (self.can_reply or self.can_approve) or is_too_long(fields) or not is_current:
            return JsonResponse({"kept": ""}, status=409)
        draft = keep_unsent(question=self.question, user=self.request.user, fields=fields)
        lost = self._stay_at_work() if self.team.is_mine and self.question.state.is_open else ""
        kept = time_format(localtime(draft.kept_at), "H:i") if draft else ""
        return JsonResponse({"kept": kept, **({"lost": lost} if lost else {})})

    def _stay_at_work(self) -> str:
        """Take the question for another while, and return why it is not the doctor's, or "".  Refuses no typed word."""
        try:
            take_question(question=self.question, doctor=self.doctor, actor=self.request.user)  # type: ignore[arg-type]
        except SharingError as error:
            return _("The question is not yours: %s.") % str(error).removesuffix(".")
        return ""

    def _forget(self) -> HttpResponse | None:
        """Leave the form as it is stored; the words that were kept go when the button is done with."""
        return self.stay(_("Thrown away. The form shows what is stored."))

    def _insert(self) -> HttpResponse | None:
        """Without JavaScript: put a snippet or a link at the end of the reply, and show the form again."""
        assert self.data is not None
        if words := words_of(self.pressed, self.doctor, [pk for pk, _name in self.specialties]):
            self.data["text"] = appended(str(self.data.get("text", "")), words)
            self._build_forms()
        return None

    def _store_reply(self, *, goes_on: bool = True) -> Reply | None:
        """Save the typed reply with its panels; None when something in it is wrong or it is not allowed.

        A draft on which its doctor `goes_on` opens at once when they come back.
        """
        if not (self.can_reply or self.reply):
            return None
        valid = [self.reply_form.is_valid(), *[panel.is_valid() for panel in self.panels]]
        if not all(valid):
            return None
        reply = self.reply_form.save(commit=False)
        approved = self.can_approve or not reply.is_published
        reply = save_reply(
            reply=reply,
            actor=self.request.user,
            version=self.reply_form.cleaned_data["reply_version"] or 0,
            approved=approved,
            panels={panel.name: panel.waiting_choice() for panel in self.panels},
            panels_changed=any(panel.has_changed() for panel in self.panels),
        )
        for panel in () if reply.waiting else self.panels:
            panel.save(reply, self.request.user)
            if goes_on and not reply.is_published:
                panel.prepare(reply)
        self.is_reply_stored = True
        return reply

    def _keeps_typed_reply(self) -> bool:
        """Save a draft that was begun, so that no other button loses it; False when something in it is wrong.

        Changes of a published reply stay unsent words: they go out by their own button only.
        """
        is_draft = self.can_reply and not (self.reply and self.reply.is_published)
        if not (is_draft and self.request.POST.get("text", "").strip()):
            return True
        self.reply_form = self.reply_form_for(bind=True)
        return self._store_reply() is not None

    def _give_back(self) -> HttpResponse | None:
        if not (self.doctor and self._keeps_typed_reply()):
            return None
        if not give_back(question=self.question, doctor=self.doctor, actor=self.request.user):
            return self.stay_unchanged(_("You did not have it any more."))
        return self.stay(_("Given back: colleagues may take it."))

    def _looked(self) -> HttpResponse | None:
        """Only at what stood on the screen: a message may have come meanwhile."""
        if not ((self.can_reply or self.can_approve) and self._keeps_typed_reply()):
            return None
        shown = [number for sent in self.request.POST.getlist("red_flag") if (number := sent_number(sent))]
        findings = RedFlagFinding.objects.filter(pk__in=shown)
        look_at_red_flags(question=self.question, findings=findings, actor=self.request.user)
        return self.stay(_("Noted: you have looked at the danger that the safety check marked."))

    def _store_draft(self) -> Reply | None:
        """Save the typed reply as `_store_reply` does; the doctor has the question for another while."""
        reply = self._store_reply()
        is_own = reply is not None and reply.doctor == self.doctor and self.question.state.is_open
        if is_own and (lost := self._stay_at_work()):
            messages.warning(self.request, lost)
        return reply

    def _draft(self) -> HttpResponse | None:
        if self._store_draft() is None:
            return None
        return self.stay(_("Draft saved. Only staff can read it."))

    def _preview(self) -> HttpResponse | None:
        # Saving a published reply would change what the patient reads.
        reply = None if self.reply and self.reply.is_published else self._store_draft()
        if reply is None:
            return None
        address = reverse("admin:consult_question_preview", args=[self.question.pk])
        return HttpResponseRedirect(f"{address}?reply={reply.pk}")

    def _save(self) -> HttpResponse | None:
        if self.reply and not self.reply.waiting and not self._is_begun():
            return self.stay_unchanged(_("Nothing is changed: the reply reads so already."))
        reply = self._store_reply()
        if reply is None:
            return None
        if self.can_approve:
            return self.stay(_("Reply changed."))
        if reply.waiting:
            return self.stay(
                _(
                    "Correction saved. The patient reads it now; the public page keeps the approved words until an "
                    "editor has read yours."
                )
            )
        return self.stay(
            _("Reply changed. The patient reads the new words; an editor will look at them again.")
        )

    def _discard(self) -> HttpResponse | None:
        if self.reply is None:
            return None
        version = sent_number(self.request.POST.get("reply_version", "")) or 0
        if not discard_correction(reply=self.reply, actor=self.request.user, version=version):
            return self.stay_unchanged(_("Nothing is changed: no correction waits any more."))
        return self.stay(_("Correction taken back: the approved words stand."))

    def _withdraw(self) -> HttpResponse | None:
        if self.reply is None:
            return None
        if not withdraw_reply(reply=self.reply, actor=self.request.user):
            return self.stay_unchanged(_("Nothing is changed: it was not on the site."))
        return self.stay(_("Taken off the site. The patient still reads the reply on the case page."))

    def _publish(self) -> HttpResponse | None:
        if not self.can_reply:
            return None
        lock(self.question, version=self.question_version())
        reply = self._store_reply(goes_on=False)
        if reply is None:
            return None
        reply = publish_reply(reply=reply, actor=self.request.user, version=reply.version)
        for panel in self.panels:
            panel.publish(reply)
        return self._next(_("Reply published: the patient can read it now."))

    def _ask_patient(self) -> HttpResponse | None:
        if not (self.can_reply and self.ask_form.is_valid() and self._keeps_typed_reply()):
            return None
        request_information(
            question=self.question,
            message=self.ask_form.cleaned_data["ask_message"],
            actor=self.request.user,
            version=self.question_version(),
        )
        return self._next(_("The patient is asked for more information."))

    def _decline(self) -> HttpResponse | None:
        if not (self.decline_form.is_valid() and self._keeps_typed_reply()):
            return None
        decline_question(
            question=self.question,
            message=self.decline_form.cleaned_data["decline_message"],
            actor=self.request.user,
            version=self.question_version(),
        )
        return self._next(_("Declined. The patient reads why, and what to do."))

    def _refer(self) -> HttpResponse | None:
        if not (self.refer_form.is_valid() and self._keeps_typed_reply()):
            return None
        specialty = self.refer_form.cleaned_data["refer_to"]
        refer_question(
            question=self.question,
            specialty=specialty,
            note=self.refer_form.cleaned_data["refer_note"],
            actor=self.request.user,
            version=self.question_version(),
        )
        return self._next(_("Passed to %s. It keeps its place in the queue.") % specialty)

    def _answer_followup(self) -> HttpResponse | None:
        number = sent_number(self.pressed.partition("-")[2])
        followup = self.question.followups.filter(pk=number).first() if number else None
        if followup is None:
            return None
        if followup.answered_at:
            raise StaleVersionError(followup)
        form = self.followup_forms.get(followup.pk)
        if not (form and self.doctor and self.can_reply and form.is_valid() and self._keeps_typed_reply()):
            return None
        answer_followup(
            followup=form.followup,
            answer=form.cleaned_data["answer"],
            doctor=self.doctor,
            actor=self.request.user,
        )
        return self._next(_("Follow-up answered: the patient can read it now."))

    def _next(self, text: str) -> HttpResponse:
        """Done with this one: back to the first page, where one press opens and takes the next one."""
        if self.doctor:
            give_back(question=self.question, doctor=self.doctor, actor=self.request.user)
        messages.success(self.request, text)
        return redirect("admin:index")

    def _pass_over(self) -> HttpResponse | None:
        """Give this one back, with what was typed kept, and take the one that comes after it."""
        if not (self.doctor and self.can_reply and self._keeps_typed_reply()):
            return None
        give_back(question=self.question, doctor=self.doctor, actor=self.request.user)
        return take_next(self.request, besides=self.question)

    buttons = {
        **AnswerButtons.team_buttons,
        **AnswerButtons.answer_buttons,
        "keep": _keep,
        "insert": _insert,
        "forget": _forget,
        "giveback": _give_back,
        "next": _pass_over,
        "looked": _looked,
        "draft": _draft,
        "preview": _preview,
        "save": _save,
        "discard": _discard,
        "withdraw": _withdraw,
        "publish": _publish,
        "ask": _ask_patient,
        "decline": _decline,
        "refer": _refer,
        "followup": _answer_followup,
    }

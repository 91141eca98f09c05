"""The doctor's desk: one question, and everything a doctor can do about it on one form."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.actions.claim import give_back, take_question
from consult.actions.editing import refer_question
from consult.actions.reply import (
    answer_followup,
    decline_question,
    publish_reply,
    request_information,
    save_reply,
)
from consult.actions.versions import StaleVersionError, lock
from consult.admin import access
from consult.admin.claims import next_questions
from consult.admin.conflicts import Conflict, Difference, changes_since, differences
from consult.admin.decline import DECLINE_REASONS
from consult.admin.forms import AskForm, DeclineForm, FollowUpForm, ReferForm, ReplyForm
from consult.admin.screen import Screen, errors_in
from consult.models import AuditEntry, Claim, FollowUp, Question, Reply
from consult.numbers import sent_number


def desk_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show one question and carry out the button that was pressed."""
    found = access.allowed_questions(request).select_related("specialty", "contact")
    number = sent_number(object_id)
    question = found.filter(pk=number).first() if number else None
    if question is None or not model_admin.has_view_permission(request):
        return model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, object_id)
    return Desk(model_admin, request, question).respond()


class Desk(Screen):
    """What one person sees of one question, and what each button does."""

    template = "admin/consult/question/desk.html"

    def __init__(self, model_admin: Any, request: HttpRequest, question: Question) -> None:
        super().__init__(model_admin, request, question)
        self.doctor = access.doctor_of(request)
        self.can_reply = access.may_reply(request)
        self.can_approve = access.may_approve(request)
        self.replies = list(question.replies.select_related("doctor", "specialty"))
        self.reply = self._reply_to_edit()
        self.pressed = ""
        self._build_forms()

    def _reply_to_edit(self) -> Reply | None:
        """The reply named in the address, or else the doctor's own draft, or else none yet."""
        wanted = self.request.GET.get("reply", "")
        for reply in self.replies:
            own = self.doctor is not None and reply.doctor_id == self.doctor.pk
            if wanted == str(reply.pk) and (own or self.can_approve):
                return reply
            if not wanted and own and self.can_reply and not reply.is_published:
                return reply
        return None

    def _build_forms(self, pressed: str = "") -> None:
        """Bind the form of the pressed button; the others only keep what was typed."""
        self.reply_form = self._reply_form(
            bind=pressed in ("draft", "preview", "publish", "save"),
            publishing=pressed == "publish" or bool(self.reply and self.reply.is_published),
        )
        self.ask_form = AskForm(**self._bound(pressed == "ask"))
        self.decline_form = DeclineForm(**self._bound(pressed == "decline"))
        self.refer_form = ReferForm(**self._bound(pressed == "refer"))
        self.followups = list(self.question.followups.select_related("doctor"))
        self.followup_forms = {
            followup.pk: FollowUpForm(
                followup=followup,
                **self._bound(pressed == f"followup-{followup.pk}", f"followup-{followup.pk}-"),
            )
            for followup in self.followups
            if followup.kind == followup.Kind.FOLLOW_UP and followup.answered_at is None
        }
        self.panels = [
            panel(self.question, self.reply, self.data, self.admin.admin_site)
            for panel in self.admin.reply_panels
            if self.can_reply or self.reply
        ]

    def _reply_form(self, *, bind: bool, publishing: bool = False) -> ReplyForm:
        """The form of the reply; the one that is published must have no gaps."""
        return ReplyForm(
            **self._bound(bind),
            instance=self.reply or Reply(question=self.question, doctor=self.doctor),
            question=self.question,
            doctor=self.doctor,
            publishing=publishing,
        )

    def _bound(self, bind: bool, prefix: str = "") -> dict[str, Any]:
        """Arguments of a form: the posted data to check, or only to show again."""
        if self.data is None:
            return {}
        if bind:
            return {"data": self.data}
        typed = {
            key.removeprefix(prefix): value for key, value in self.data.items() if key.startswith(prefix)
        }
        return {"initial": typed}

    def prepare(self, action: str) -> None:
        """Bind the form of the pressed button."""
        self.pressed = action
        self._build_forms(action)

    def show_conflict(self, error: StaleVersionError) -> None:
        """Keep what was typed, show what stands, and let the next press go through knowingly."""
        assert self.data is not None
        current = error.current
        if isinstance(current, Reply):
            self.conflict = Conflict(
                _("This reply was saved in another window or by somebody else."),
                differences(self.reply_form, current),
            )
            self.data["reply_version"] = str(current.version)
        elif isinstance(current, Question):
            seen = self._question_version() or 0
            self.conflict = Conflict(
                _("The question changed while you were writing. Read it again before you send."),
                changes_since(current, seen),
            )
            self.data["question_version"] = str(current.version)
            self.question.refresh_from_db()
            self.replies = list(self.question.replies.select_related("doctor", "specialty"))
        elif isinstance(current, FollowUp):
            typed = self.data.get(f"followup-{current.pk}-answer", "")
            self.conflict = Conflict(
                _("Somebody has answered this message meanwhile. Yours was not sent."),
                [Difference(_("Answer"), current.answer, typed, _("Yours"))],
            )

    def _question_version(self) -> int | None:
        """The version of the question that was on the screen."""
        return sent_number(self.request.POST.get("question_version", ""))

    def _store_reply(self) -> Reply | None:
        """Save the typed reply with its panels; None when something in it is wrong or it is not allowed."""
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
        )
        for panel in self.panels:
            panel.save(reply, self.request.user)
        return reply

    def _keeps_typed_reply(self) -> bool:
        """Save a reply that was begun, so that no other button loses it; False when something in it is wrong."""
        if not (self.request.POST.get("text", "").strip() and self.can_reply):
            return True
        self.reply_form = self._reply_form(bind=True)
        return self._store_reply() is not None

    def _do_take(self) -> HttpResponse | None:
        if not (self.doctor and self.can_reply and self._keeps_typed_reply()):
            return None
        claim = take_question(question=self.question, doctor=self.doctor, actor=self.request.user)
        if claim.doctor_id != self.doctor.pk:
            return self.stay(_("%s took it a moment ago.") % claim.doctor)
        return self.stay(_("You have taken it: colleagues see that you are at work on it."))

    def _do_giveback(self) -> HttpResponse | None:
        if not (self.doctor and self._keeps_typed_reply()):
            return None
        give_back(question=self.question, doctor=self.doctor, actor=self.request.user)
        return self.stay(_("Given back: colleagues may take it."))

    def _store_draft(self) -> Reply | None:
        """Save the typed reply as `_store_reply` does; the doctor has the question for another while."""
        reply = self._store_reply()
        if reply and reply.doctor == self.doctor and self.question.is_open:
            take_question(question=self.question, doctor=reply.doctor, actor=self.request.user)
        return reply

    def _do_draft(self) -> HttpResponse | None:
        if self._store_draft() is None:
            return None
        return self.stay(_("Draft saved. Only staff can read it."))

    def _do_preview(self) -> HttpResponse | None:
        # Saving a published reply would change what the patient reads.
        reply = None if self.reply and self.reply.is_published else self._store_draft()
        if reply is None:
            return None
        address = reverse("admin:consult_question_preview", args=[self.question.pk])
        return HttpResponseRedirect(f"{address}?reply={reply.pk}")

    def _do_save(self) -> HttpResponse | None:
        reply = self._store_reply()
        if reply is None:
            return None
        if self.can_approve:
            return self.stay(_("Reply changed."))
        return self.stay(
            _("Reply changed. The patient reads the new words; an editor will look at them again.")
        )

    def _do_publish(self) -> HttpResponse | None:
        if not self.can_reply:
            return None
        lock(self.question, version=self._question_version())
        reply = self._store_reply()
        if reply is None:
            return None
        publish_reply(reply=reply, actor=self.request.user, version=reply.version)
        return self._next(_("Reply published: the patient can read it now."))

    def _do_ask(self) -> HttpResponse | None:
        if not (self.can_reply and self.ask_form.is_valid() and self._keeps_typed_reply()):
            return None
        request_information(
            question=self.question,
            message=self.ask_form.cleaned_data["ask_message"],
            actor=self.request.user,
            version=self._question_version(),
        )
        return self._next(_("The patient is asked for more information."))

    def _do_decline(self) -> HttpResponse | None:
        if not (self.decline_form.is_valid() and self._keeps_typed_reply()):
            return None
        decline_question(
            question=self.question,
            message=self.decline_form.cleaned_data["decline_message"],
            actor=self.request.user,
            version=self._question_version(),
        )
        return self._next(_("Declined. The patient reads why, and what to do."))

    def _do_refer(self) -> HttpResponse | None:
        if not (self.refer_form.is_valid() and self._keeps_typed_reply()):
            return None
        specialty = self.refer_form.cleaned_data["refer_to"]
        refer_question(
            question=self.question,
            specialty=specialty,
            actor=self.request.user,
            version=self._question_version(),
        )
        return self._next(_("Passed to %s. It keeps its place in the queue.") % specialty)

    def _do_followup(self) -> HttpResponse | None:
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
        """Back to the queue, with a link to the question that has waited longest."""
        Claim.objects.filter(question=self.question, doctor=self.doctor).delete()
        following = next_questions(self.request).exclude(pk=self.question.pk).first()
        return self.go_on(text, queue="waiting", following=following, screen="consult_question_change")

    def context(self) -> dict[str, Any]:
        """Everything that the template shows."""
        for followup in self.followups:
            followup.form = self.followup_forms.get(followup.pk)  # type: ignore[attr-defined]
        for reply in self.replies:
            own = self.doctor is not None and reply.doctor_id == self.doctor.pk
            reply.can_edit = own or self.can_approve  # type: ignore[attr-defined]
        return {
            **super().context(),
            "title": self.question.title,
            "desk": self,
            "replies": self.replies,
            "claim": Claim.objects.running().select_related("doctor").filter(question=self.question).first(),
            "consents": self.question.consents.select_related("wording").order_by("kind", "given_at"),
            "topics": self.question.topics.select_related("specialty"),
            "audit": AuditEntry.objects.filter(question_number=self.question.pk)
            .select_related("actor")
            .order_by("at", "pk"),
            "decline_reasons": [
                {"code": code, "label": label, "text": text}
                for code, (label, text) in DECLINE_REASONS.items()
            ],
            "errors": errors_in(
                [
                    self.reply_form,
                    self.ask_form,
                    self.decline_form,
                    self.refer_form,
                    *self.followup_forms.values(),
                ]
            ),
            "media": self.admin.media + self.reply_form.media + _panel_media(self.panels),
        }


def _panel_media(panels: list[Any]) -> Any:
    """The scripts and styles of the panels."""
    return sum((panel.media for panel in panels), Media())

"""The editor's screen: what is about to become public, and the buttons that decide it."""

from copy import copy
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from consult.desk import access
from consult.desk.actions.editing import edit_question
from consult.desk.actions.look import keep_look, mark_looked_at
from consult.desk.actions.moderation import resolve_report
from consult.desk.actions.redaction import REASON, redact_case
from consult.desk.approval_form import ApprovalForm
from consult.desk.conflicts import Conflict, differences
from consult.desk.looks import CaseTexts, changes_since
from consult.desk.personal_data import Mark, marks_in, redactions_of, replacer
from consult.desk.read_along import knowing_flags_and_requests
from consult.desk.reports import OpenReport, open_reports
from consult.desk.screen import Screen, errors_in
from consult.models import FollowUp, Question, Reply, Topic
from consult.models.consent import ConsentKind
from consult.models.look import CaseLook
from consult.models.question_fields import BY_NAME, CHECKED
from consult.privacy.pseudonyms import suggest_name
from consult.question.actions.erase import erase_question
from consult.question.actions.hold import hold_question, lift_hold
from consult.question.actions.publication import approve_question, unpublish_question
from consult.question.locking import StaleVersionError
from consult.question.small_cells import hides_person


def approval_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """Show what will be public and carry out the button that was pressed."""
    if not access.may_approve(request):
        raise PermissionDenied
    found = knowing_flags_and_requests(Question.objects.all()).select_related("specialty", "approved_by")
    found = found.prefetch_related(Prefetch("topics", Topic.objects.select_related("specialty")))
    question = get_object_or_404(found, pk=number)
    return Approval(model_admin, request, question).respond()


class Approval(Screen):
    """One question before an editor."""

    template = "admin/consult/question/approve.html"

    def __init__(self, model_admin: Any, request: HttpRequest, question: Question) -> None:
        super().__init__(model_admin, request, question)
        self.form = self._form()

    @transaction.atomic
    def act(self, action: str) -> HttpResponse | None:
        """Carry out a button; who had read everything before has read what the own button changed."""
        had_read = self._look is not None and self._case.seen.is_in(self._look)
        done = super().act(action)
        is_read = done is not None and (had_read or action == "approve")
        if is_read and Question.objects.filter(pk=self.question.pk).exists():  # the button may have erased it
            self._forget_texts()
            keep_look(question=self.question, user=self.request.user, seen=self._case.seen)
        return done

    def _form(self) -> ApprovalForm:
        """The form, with what was sent: of a question of its own, as validation writes into it what was typed."""
        stored = copy(self.question) if self.data is None else Question.objects.get(pk=self.question.pk)
        return ApprovalForm(
            self.data, instance=stored, admin_site=self.admin.admin_site, messages=self._messages
        )

    def show_conflict(self, error: StaleVersionError) -> None:
        """Show both texts of the question."""
        assert self.data is not None
        self.conflict = Conflict(
            _("Somebody changed this question while you were reading it. Nothing is published yet."),
            differences(self.form, error.current),
        )
        self.data["seen_version"] = str(error.current.version)  # type: ignore[attr-defined]
        self.question.refresh_from_db()

    def _edited(self) -> tuple[Question, int] | None:
        """Store the changed words; the question and its version, or None when something typed is wrong."""
        if not self.form.is_valid():
            return None
        seen = self.form.cleaned_data["seen_version"]
        if not self.form.words_changed():
            return self.question, seen
        fields = {name: self.form.cleaned_data[name] for name in ApprovalForm.Meta.fields if name != "topics"}
        changed = edit_question(
            question=self.question,
            fields=fields,
            topics=self.form.cleaned_data["topics"],
            actor=self.request.user,
            version=seen,
            reason=self.form.cleaned_data["change_reason"],
        )
        return changed, changed.version

    def _save(self) -> HttpResponse | None:
        if self._edited() is None:
            return None
        if not self.form.words_changed():
            return self.stay_unchanged(_("Nothing of the question is changed."))
        return self.stay(_("Changes saved."))

    def _approve(self) -> HttpResponse | None:
        edited = self._edited()
        if edited is None:
            return None
        question, version = edited
        repeated = any(mark.is_repeated and not mark.of_question for mark in self._marks(question))
        if repeated and not self.form.cleaned_data["names_read"]:
            self.form.add_error("names_read", _("Change the reply, or say that these names may be public."))
            transaction.set_rollback(True)
            return None
        waiting = [(reply, reply.waiting.panels) for reply in self._replies if reply.waiting]
        question = approve_question(
            question=question,
            actor=self.request.user,
            version=version,
            followups=self.form.cleaned_data["show_followups"],
        )
        for reply, kept in waiting:
            approved = question.replies.get(pk=reply.pk)
            for panel in self.admin.reply_panels:
                if panel.name in kept:
                    panel.apply(approved, kept[panel.name], self.request.user)
        link = format_html('<a href="{}"><bdi>{}</bdi></a>', question.get_absolute_url(), question.title)
        return self.go_on(
            format_html("{} {}", _("Published:"), link),
            queue="approval",
            following=Question.objects.awaiting_approval().exclude(pk=question.pk).first(),
            screen="consult_question_approve",
        )

    def _replace(self) -> HttpResponse | None:
        """Write the suggestions over the ticked findings: in what is typed, and in all other texts of the case."""
        assert self.data is not None
        rewrite = replacer(self._marks(), self.data.getlist("mark"))
        for name in CHECKED:
            before = str(self.data[name])
            after = rewrite(before)
            # A person's name in the display name goes whole, as on the form: "[name removed]" is no name.
            is_named = name == "display_name" and after != before
            self.data[name] = suggest_name() if is_named else after
        self.data["change_reason"] = self.data.get("change_reason") or REASON
        self.form = self._form()
        if self._edited() is None:
            return None
        redact_case(question=self.question, rewrite=rewrite, actor=self.request.user)
        return self.stay(_("Replaced and saved. Read the texts once more."))

    def _unpublish(self) -> HttpResponse | None:
        if self._edited() is None:
            return None
        unpublish_question(question=self.question, actor=self.request.user)
        return self.stay(_("No longer public. The patient still has the reply on the case page."))

    def _hold(self) -> HttpResponse | None:
        self.form.is_valid()
        reason = self.form.cleaned_data.get("hold_reason", "").strip()
        if not reason:
            self.form.add_error("hold_reason", _("Say why, so that the next editor knows."))
            return None
        if self._edited() is None:
            return None
        hold_question(question=self.question, reason=reason, actor=self.request.user)
        return self.stay(_("Held back from publication."))

    def _lift(self) -> HttpResponse | None:
        if self._edited() is None:
            return None
        lift_hold(question=self.question, actor=self.request.user)
        return self.stay(_("The hold is lifted. The question can be published."))

    def _erase(self) -> HttpResponse | None:
        if not access.may_erase(self.request):
            raise PermissionDenied
        self.form.is_valid()
        if self.form.cleaned_data.get("erase_number", "").strip(" #") != str(self.question.pk):
            self.form.add_error(
                "erase_number", _("Type %d to erase this question for good.") % self.question.pk
            )
            return None
        number = self.question.pk
        erase_question(question=self.question, actor=self.request.user)
        messages.success(self.request, _("Question %d is erased. Only its number is kept.") % number)
        return redirect(reverse("admin:consult_question_changelist"))

    @cached_property
    def _reports(self) -> list[OpenReport]:
        return open_reports(self.request, self.question, self.data)

    def _settle_report(self) -> HttpResponse | None:
        """Close the report whose button was pressed, once what was done about it is said."""
        pressed = next((each for each in self._reports if each.form.is_bound), None)
        if pressed is None or not pressed.form.is_valid() or self._edited() is None:
            return None
        resolve_report(
            report=pressed.report, resolution=pressed.form.cleaned_data["resolution"], actor=self.request.user
        )
        return self.stay(_("The report is closed."))

    @cached_property
    def _case(self) -> CaseTexts:
        return CaseTexts(self.question)

    @property
    def _replies(self) -> list[Reply]:
        return self._case.replies

    @property
    def _messages(self) -> list[FollowUp]:
        return self._case.messages

    @cached_property
    def _look(self) -> CaseLook | None:
        """When this person last looked at the case, and at what."""
        return CaseLook.objects.filter(question=self.question, user=self.request.user).first()  # type: ignore[misc]

    def _forget_texts(self) -> None:
        """Read question, replies and messages anew."""
        self.question.refresh_from_db()
        self.__dict__.pop("_case", None)

    def _read(self) -> HttpResponse | None:
        """The editor has read what has changed: as it stood on the screen."""
        if self.request.POST.get("looked") != self._case.seen.digest:
            messages.warning(self.request, _("It has changed once more. Read what is marked now."))
            return None
        if self._edited() is None:
            return None
        self._forget_texts()
        mark_looked_at(question=self.question, actor=self.request.user, seen=self._case.seen)
        return self.stay(_("Noted. From now on only what changes after this is marked."))

    def _of_question(self, question: Question) -> list[tuple[str, str]]:
        """The words of the question that are checked for personal data, each with what staff call it."""
        return [(BY_NAME[name].label_for_staff, getattr(question, name)) for name in CHECKED]

    @cached_property
    def _of_others(self) -> list[tuple[str, str]]:
        """The words of replies, those behind a correction too, and of answered messages, each with whose they are."""
        others = [(_("Reply of %s") % reply.doctor.name, _words_of(reply)) for reply in self._replies]
        for message in self._messages:
            others += [(message.name, message.text), (_("Answer to the follow-up"), message.newest_answer)]
        return others

    def _marks(self, question: Question | None = None) -> list[Mark]:
        """What in the stored words of the case may name somebody, question, replies and messages read together."""
        return marks_in(self._of_question(question or self.question), self._of_others)

    def context(self) -> dict[str, Any]:
        """Everything that the template shows."""
        question, seen = self.question, self._case.seen
        # The first look at a case is kept; later ones go on from there until the editor says to have read it.
        look = self._look
        if look is None:
            keep_look(question=question, user=self.request.user, seen=seen)
        consents = question.consents.filter(kind=ConsentKind.PUBLISH).order_by("-given_at")
        consent = next((row for row in consents if row.withdrawn_at is None), None)
        replies, marks = self._replies, self._marks()
        return {
            **super().context(),
            "title": _("Approve: %s") % question.title,
            "form": self.form,
            "conflict": self.conflict,
            "look": look,
            "looked": seen.digest,
            "has_moved": look is not None and not seen.is_in(look),
            "changed": changes_since(look, self._case) if look else [],
            "replies": replies,
            "below": self._case.below,
            "followups": self._messages,
            "consent": consent,
            "withdrawn": next((row for row in consents if row.withdrawn_at), None) if not consent else None,
            "marks": [mark for mark in marks if mark.of_question],
            "reply_marks": [mark for mark in marks if not mark.of_question],
            "redactions": redactions_of(marks, [*self._of_question(question), *self._of_others]),
            "names_repeated": any(mark.is_repeated for mark in marks if not mark.of_question),
            "hides_person": hides_person(question),
            "may_erase": access.may_erase(self.request),
            "small_cell": settings.SMALL_CELL,
            "is_public": question.state.is_public,
            "undecided": (undecided := self._case.undecided),
            "undecided_kinds": {each.name.partition("-")[0] for each in undecided},
            "can_approve": consent and replies and not question.held_at,
            "links": [
                (reverse(f"admin:{name}", args=[question.pk]), label)
                for name, label in self.admin.approval_links
            ],
            "reports": self._reports,
            "errors": errors_in([self.form, *(each.form for each in self._reports)]),
            "media": self.admin.media + self.form.media,
        }

    buttons = {
        "save": _save,
        "read": _read,
        "approve": _approve,
        "replace": _replace,
        "unpublish": _unpublish,
        "hold": _hold,
        "report": _settle_report,
        "lift": _lift,
        "erase": _erase,
    }


def _words_of(reply: Reply) -> str:
    """All words of a reply: the newest, and where a correction waits those that strangers read until then."""
    versions = (reply, reply.standing) if reply.waiting else (reply,)
    return "\n".join(getattr(each, column) for each in versions for column in Reply.TEXTS)

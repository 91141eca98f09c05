"""The editor's screen: what is about to become public, and the buttons that decide it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.actions.editing import edit_question
from consult.actions.erase import erase_question
from consult.actions.hold import hold_question, lift_hold
from consult.actions.publication import NotPublishableError, approve_question, unpublish_question
from consult.actions.versions import StaleVersionError
from consult.admin import access
from consult.admin.conflicts import Conflict, differences
from consult.admin.marks import personal_data_in
from consult.models import FollowUp, Question, Reply, Status
from consult.models.consent import ConsentKind
from consult.models.status import TransitionError

WORDS = ("title", "body", "began", "tried", "seen", "wants")


class ApprovalForm(forms.ModelForm):
    """The words and labels of a question as an editor may change them."""

    use_required_attribute = False

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    change_reason = forms.CharField(
        label=gettext_lazy("Why you changed it"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Kept in the history. Do not repeat what you removed."),
    )
    hold_reason = forms.CharField(
        label=gettext_lazy("Why it is held back"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For staff only."),
    )
    erase_number = forms.CharField(
        label=gettext_lazy("Type the number of the question to confirm"),
        max_length=20,
        required=False,
    )
    show_followups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Follow-ups that are published too"),
        queryset=FollowUp.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Question
        fields = [*WORDS, "display_name", "age_range", "sex", "specialty", "topics"]
        widgets = {
            "body": forms.Textarea(attrs={"rows": 10}),
            "began": forms.TextInput(attrs={"size": 60}),
            "tried": forms.Textarea(attrs={"rows": 3}),
            "seen": forms.Textarea(attrs={"rows": 2}),
            "wants": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, admin_site: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version
        self.fields["topics"].widget = AutocompleteSelectMultiple(
            Question._meta.get_field("topics"),
            admin_site,
            choices=self.fields["topics"].choices,  # type: ignore[attr-defined]
        )
        answered = self.instance.followups.filter(kind=FollowUp.Kind.FOLLOW_UP, answered_at__isnull=False)
        self.fields["show_followups"].queryset = answered  # type: ignore[attr-defined]
        self.fields["show_followups"].initial = [row.pk for row in answered if row.approved_at]
        self.fields["show_followups"].label_from_instance = lambda row: row.text  # type: ignore[attr-defined]

    def words_changed(self) -> bool:
        """Whether anything of the question itself differs from what stands."""
        return any(name in self._meta.fields for name in self.changed_data)  # type: ignore[operator]


def approval_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """Show what will be public and carry out the button that was pressed."""
    if not access.may_approve(request):
        raise PermissionDenied
    question = get_object_or_404(Question.objects.select_related("specialty", "approved_by"), pk=number)
    screen = Approval(model_admin, request, question)
    if request.method == "POST":
        response = screen.act(request.POST.get("action", ""))
        if response is not None:
            return response
    return TemplateResponse(request, "admin/consult/question/approve.html", screen.context())


class Approval:
    """One question before an editor."""

    def __init__(self, model_admin: Any, request: HttpRequest, question: Question) -> None:
        self.admin, self.request, self.question = model_admin, request, question
        self.data = request.POST.copy() if request.method == "POST" else None
        # A copy for the form: validation writes what was typed into its instance.
        self.form = ApprovalForm(
            self.data, instance=Question.objects.get(pk=question.pk), admin_site=model_admin.admin_site
        )
        self.conflict: Conflict | None = None

    def act(self, action: str) -> HttpResponse | None:
        """Carry out a button; None means: show the screen again, with what is wrong."""
        handler = getattr(self, f"_do_{action}", None)
        if handler is None:
            return None
        try:
            with transaction.atomic():
                response: HttpResponse | None = handler()
        except StaleVersionError as error:
            assert self.data is not None
            self.conflict = Conflict(
                _("Somebody changed this question while you were reading it. Nothing is published yet."),
                differences(self.form, error.current),
            )
            self.data["seen_version"] = str(error.current.version)  # type: ignore[attr-defined]
            self.question.refresh_from_db()
            return None
        except NotPublishableError as error:
            messages.error(self.request, str(error))
            return None
        except TransitionError:
            messages.error(self.request, _("Not done: the question has changed its status meanwhile."))
            return None
        return response

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

    def _do_save(self) -> HttpResponse | None:
        if self._edited() is None:
            return None
        messages.success(self.request, _("Changes saved."))
        return HttpResponseRedirect(self.request.get_full_path())

    def _do_approve(self) -> HttpResponse | None:
        edited = self._edited()
        if edited is None:
            return None
        question, version = edited
        question = approve_question(
            question=question,
            actor=self.request.user,
            version=version,
            followups=self.form.cleaned_data["show_followups"],
        )
        link = format_html('<a href="{}">{}</a>', question.get_absolute_url(), question.title)
        return self._next(format_html("{} {}", _("Published:"), link))

    def _do_unpublish(self) -> HttpResponse:
        unpublish_question(question=self.question, actor=self.request.user)
        messages.success(
            self.request, _("No longer public. The patient still has the reply on the case page.")
        )
        return HttpResponseRedirect(self.request.get_full_path())

    def _do_hold(self) -> HttpResponse | None:
        self.form.is_valid()
        reason = self.form.cleaned_data.get("hold_reason", "").strip()
        if not reason:
            self.form.add_error("hold_reason", _("Say why, so that the next editor knows."))
            return None
        hold_question(question=self.question, reason=reason, actor=self.request.user)
        messages.success(self.request, _("Held back from publication."))
        return HttpResponseRedirect(self.request.get_full_path())

    def _do_lift(self) -> HttpResponse:
        lift_hold(question=self.question, actor=self.request.user)
        messages.success(self.request, _("The hold is lifted. The question can be published."))
        return HttpResponseRedirect(self.request.get_full_path())

    def _do_erase(self) -> HttpResponse | None:
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

    def _next(self, text: str) -> HttpResponse:
        """Back to the queue, with a link to what has waited longest."""
        following = Question.objects.awaiting_approval().exclude(pk=self.question.pk).first()
        if following:
            address = reverse("admin:consult_question_approve", args=[following.pk])
            text = format_html('{}. {} <a href="{}">{}</a>', text, _("Next:"), address, following.title)
        messages.success(self.request, text)
        return redirect(reverse("admin:consult_question_changelist") + "?queue=approval")

    def context(self) -> dict[str, Any]:
        """Everything that the template shows."""
        question = self.question
        consents = question.consents.filter(kind=ConsentKind.PUBLISH).order_by("-given_at")
        consent = next((row for row in consents if row.withdrawn_at is None), None)
        replies = list(question.replies.published().select_related("doctor", "specialty"))
        texts = [(str(self.form.fields[name].label), getattr(question, name)) for name in WORDS]
        texts.append((str(self.form.fields["display_name"].label), question.display_name))
        texts += [
            (_("Reply of %s") % reply.doctor.name, reply.text + "\n" + reply.more_info) for reply in replies
        ]
        return {
            **self.admin.admin_site.each_context(self.request),
            "opts": self.admin.opts,
            "title": _("Approve: %s") % question.title,
            "question": question,
            "form": self.form,
            "conflict": self.conflict,
            "replies": replies,
            "consent": consent,
            "withdrawn": next((row for row in consents if row.withdrawn_at), None) if not consent else None,
            "marks": personal_data_in(texts),
            "is_public": question.status == Status.PUBLISHED,
            "further": [reply for reply in replies if reply.approved_at is None],
            "can_approve": consent and replies and not question.held_at,
            "links": [
                (reverse(f"admin:{name}", args=[question.pk]), label)
                for name, label in self.admin.approval_links
            ],
            "errors": [
                (self.form[name].id_for_label if name in self.form.fields else "", error)
                for name, errors in self.form.errors.items()
                for error in errors
            ],
            "media": self.admin.media + self.form.media,
        }


def preview_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """The public thread as it would stand after approval, for those who may approve."""
    if not access.may_approve(request):
        raise PermissionDenied
    question = get_object_or_404(Question.objects.for_thread(), pk=number)
    question.public_replies = list(  # type: ignore[attr-defined]
        Reply.objects.published().filter(question=question).select_related("doctor", "specialty")
    )
    question.is_preview = True  # type: ignore[attr-defined]
    return TemplateResponse(request, "consult/thread.html", {"question": question, "is_preview": True})

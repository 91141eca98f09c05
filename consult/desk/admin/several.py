"""What is done with several questions of a list at once: each by its own action, so that each keeps its own record.

Nobody approves several: every text is read before it is public.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consult.common.forms import TypedCharField
from consult.common.row_ids import sent_number
from consult.desk import access
from consult.desk.actions.claim import SharingError, assign_question
from consult.desk.actions.look import mark_looked_at
from consult.desk.looks import CaseTexts
from consult.desk.screen import errors_in
from consult.models import Doctor, Question
from consult.models.staffing import present
from consult.question.actions.hold import hold_question
from consult.question.locking import lock

MOST = 50
"""So many at once: nobody looks at more before pressing the button."""


class RefusedError(Exception):
    """It is not done with this question; the text says why."""


class GiveForm(forms.Form):
    """Who gets the questions."""

    doctor = forms.ModelChoiceField(
        label=gettext_lazy("Give them to"),
        queryset=Doctor.objects.none(),
        help_text=gettext_lazy("They are told. Who is away or has no valid licence is not in the list."),
        error_messages={"required": gettext_lazy("Choose a doctor.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who is at work is asked on the day, not when the module is read.
        self.fields["doctor"].queryset = present().order_by("name")  # type: ignore[attr-defined]

    def carry_out(self, question: Question, actor: Any) -> None:
        """Give it, when it or a message in it waits and nobody has it."""
        if not (question.state.is_open or question.followups.unanswered().exists()):
            raise RefusedError(_("it does not wait for a doctor"))
        try:
            assign_question(question=question, doctor=self.cleaned_data["doctor"], seen=None, actor=actor)
        except SharingError as error:
            raise RefusedError(str(error)) from error


class HoldForm(forms.Form):
    """Why they are held back."""

    reason = TypedCharField(
        label=gettext_lazy("Why they are held back"),
        max_length=200,
        help_text=gettext_lazy("For staff only."),
        error_messages={"required": gettext_lazy("Say why, so that the next editor knows.")},
    )

    def carry_out(self, question: Question, actor: Any) -> None:
        """Hold it; one that is held keeps the reason that it has."""
        if question.held_at:
            raise RefusedError(_("it is held back already"))
        hold_question(question=question, reason=self.cleaned_data["reason"], actor=actor)


class LookedForm(forms.Form):
    """Nothing to fill in; the page carries the version of each question that it showed."""

    @transaction.atomic
    def carry_out(self, question: Question, actor: Any) -> None:
        """Mark it as looked at, when it still stands as it was shown."""
        question = lock(question)
        if self.data.get(f"version-{question.pk}") != str(question.version):
            raise RefusedError(_("it has changed meanwhile"))
        mark_looked_at(question=question, actor=actor, seen=CaseTexts(question).seen)


@dataclass(frozen=True)
class Several:
    """One of the actions: its words, and the form that asks for the rest and carries it out."""

    title: Any
    note: Any
    form: Callable[..., Any]


GIVE = Several(
    gettext_lazy("Give to a doctor"), gettext_lazy("Those that a colleague has already stay there."), GiveForm
)
HOLD = Several(
    gettext_lazy("Hold back from publication"),
    gettext_lazy("Public ones leave the site at once. Their patients keep the replies."),
    HoldForm,
)
LOOKED = Several(
    gettext_lazy("Mark as looked at"),
    gettext_lazy("For you alone: when you open them again, only what changes from now on is marked."),
    LookedForm,
)


class SeveralQuestions(admin.ModelAdmin[Any]):
    """A list of questions with what a moderator does with several of them."""

    actions = ["give_several", "hold_several", "mark_several"]

    def has_share_permission(self, request: HttpRequest) -> bool:
        """Who shares out work."""
        return access.may_share_out(request)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        """Who decides what becomes public."""
        return access.may_approve(request)

    @admin.action(description=gettext_lazy("Give to a doctor"), permissions=["share"])
    def give_several(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Give those that nobody has to one doctor."""
        return self._several(request, queryset, GIVE)

    @admin.action(description=gettext_lazy("Hold back from publication"), permissions=["approve"])
    def hold_several(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Hold them back for one reason."""
        return self._several(request, queryset, HOLD)

    @admin.action(description=gettext_lazy("Mark as looked at"), permissions=["approve"])
    def mark_several(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Mark them as looked at."""
        return self._several(request, queryset, LOOKED)

    def _several(self, request: HttpRequest, queryset: Any, several: Several) -> HttpResponse | None:
        """Show what was chosen and ask for the rest; once that is sent, carry it out and go back to the list.

        What was shown is meant, also when it has left the filtered list meanwhile.
        """
        is_sent, missing = "sent" in request.POST, []
        if is_sent:
            sent = map(sent_number, request.POST.getlist(ACTION_CHECKBOX_NAME))
            posted = list(dict.fromkeys(number for number in sent if number is not None))[: MOST + 1]
            rows: Any = self.get_queryset(request)
            found = rows.with_red_flags().select_related("specialty").in_bulk(posted)
            chosen = [found[number] for number in posted if number in found]
            missing = [_not_there(number) for number in posted if number not in found]
        else:
            chosen = list(queryset.select_related("specialty")[: MOST + 1])
        if len(chosen) + len(missing) > MOST:
            messages.error(request, _("Not done: choose at most %d at once.") % MOST)
            return None
        form = several.form(request.POST if is_sent else None)
        if is_sent and form.is_valid():
            done, refused = _carry_out(request, form, chosen)
            _tell(request, done, missing + refused)
            return None
        _tell(request, 0, missing)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": several.title,
            "several": several,
            "chosen": chosen,
            "form": form,
            "action": request.POST.get("action", ""),
            "errors": errors_in([form]),
        }
        return TemplateResponse(request, "admin/consult/question/several.html", context)


def _not_there(number: int) -> str:
    """Said of one that is erased, or that this person may not open any more."""
    return f"#{number}: {_('it is no longer there')}"


def _carry_out(request: HttpRequest, form: Any, chosen: list[Question]) -> tuple[int, list[str]]:
    """Each in a transaction of its own: with how many it was done, and why not with the others."""
    refused = []
    for question in chosen:
        try:
            form.carry_out(question, request.user)
        except RefusedError as error:
            refused.append(f"#{question.pk}: {error}")
        except (Question.DoesNotExist, IntegrityError):  # erased since it was read
            refused.append(_not_there(question.pk))
    return len(chosen) - len(refused), refused


def _tell(request: HttpRequest, done: int, refused: list[str]) -> None:
    """Say with how many it was done, and with which not."""
    if done:
        messages.success(request, ngettext("Done with %d question.", "Done with %d questions.", done) % done)
    for line in refused:
        messages.warning(request, _("Not done with %s") % line)

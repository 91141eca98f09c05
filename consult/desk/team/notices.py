"""What a member of staff is told of: their own choice, and what stands on the first page until it is noted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.common.forms import TypedMeta
from consult.common.row_ids import sent_number
from consult.desk import access
from consult.desk.screen import errors_in
from consult.models import Claim
from consult.models.internal import InternalNote
from consult.models.staffing import NoticeChoices, OnCall, StaffNotice

# So many notices stand on the first page.
MOST = 20


class ChoicesForm(forms.ModelForm[NoticeChoices]):
    """How one is told of what."""

    class Meta(TypedMeta):
        model = NoticeChoices
        fields = ["new_question", "follow_up", "overdue", "alert", "work"]


def notices_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Everybody's own choice."""
    if not (request.user.has_perm("consult.reply_to_question") or access.may_approve(request)):
        raise PermissionDenied
    chosen = NoticeChoices.objects.filter(user=request.user.pk).first() or NoticeChoices(user=request.user)  # type: ignore[misc]
    form = ChoicesForm(request.POST or None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("admin:index")
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("What I am mailed"),
        "form": form,
        "errors": errors_in([form]),
        "has_address": bool(getattr(request.user, "email", "")),
    }
    return TemplateResponse(request, "admin/consult/question/team/notices.html", context)


@require_POST
def noted_view(request: HttpRequest) -> HttpResponse:
    """Take one notice, or all that stood there, from one's first page."""
    shown = [number for sent in request.POST.getlist("notice") if (number := sent_number(sent))]
    own = StaffNotice.objects.unseen().filter(user=request.user.pk, pk__in=shown)
    own.update(seen_at=timezone.now())
    return redirect("admin:index")


def unseen(request: HttpRequest) -> list[StaffNotice]:
    """What this person has not noted yet, newest first, each with where its question is now."""
    own = StaffNotice.objects.unseen().filter(user=request.user.pk)
    rows: list[Any] = list(own.select_related("question__specialty").order_by("-created_at", "-pk")[:MOST])
    numbers = [row.question_id for row in rows]
    if not rows:
        return rows
    passed = InternalNote.objects.filter(question__in=numbers, kind=InternalNote.Kind.PASSED_ON)
    notes = {row.question_id: row for row in passed.select_related("passed_to")}
    claims = {row.question_id: row for row in _claims(numbers)}
    for row in rows:
        is_of_passing = row.kind == StaffNotice.Kind.PASSED_ON
        row.note = notes.get(row.question_id) if is_of_passing else None
        row.holder = claims[row.question_id].doctor if row.question_id in claims else None
    return rows


def on_call(request: HttpRequest) -> list[OnCall] | None:
    """Who is on call now, for who shares out work; None for others."""
    if not access.may_share_out(request):
        return None
    return list(OnCall.objects.at(timezone.now()).select_related("doctor"))


def _claims(numbers: list[int]) -> Any:
    """Who has these questions now."""
    return Claim.objects.running().filter(question__in=numbers).select_related("doctor")

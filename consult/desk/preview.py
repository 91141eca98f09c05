"""The thread before it is public: as an editor is about to approve it, or with a doctor's draft in it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from consult.common.row_ids import sent_number
from consult.desk import access
from consult.models import Question, Reply
from consult.question.audit import record_opening
from consult.question.corrections import with_corrections


def preview_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """The saved text as readers will see it; `?reply=NUMBER` adds that draft, for its doctor and for editors."""
    wanted = sent_number(request.GET.get("reply", ""))
    if not (access.may_approve(request) or wanted):
        raise PermissionDenied
    allowed = access.allowed_questions(request).values("pk")
    question: Any = get_object_or_404(Question.objects.for_thread(), pk=number, pk__in=allowed)
    record_opening(request, question)
    published = question.replies.published().select_related("doctor", "specialty")
    replies = with_corrections(list(published.order_by("published_at", "pk")))  # as the thread shows them
    if wanted:
        replies.append(_draft(request, question, wanted))
    question.public_replies = replies
    back = reverse(f"admin:consult_question_{'change' if wanted else 'approve'}", args=[number])
    context = {"question": question, "is_preview": True, "back": back}
    return TemplateResponse(request, "consult/public/thread.html", context)


def _draft(request: HttpRequest, question: Question, number: int) -> Reply:
    """The draft as if it were published now.  Raises Http404 for what this person may not look at."""
    drafts = question.replies.drafts().select_related("doctor", "specialty")
    if not access.may_approve(request):
        drafts = drafts.filter(doctor=access.doctor_of(request))
    draft = get_object_or_404(drafts, pk=number)
    draft.published_at = timezone.now()
    return draft

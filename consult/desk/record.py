"""What is on record of a case beside its words: consents, whether there is an address, topics, what staff did."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consult.desk import access
from consult.models import AuditEntry
from consult.question.audit import OPENED, REVIEWED, record_opening


def record_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """A page of its own; the desk takes its part of it when it is unfolded there, which few do."""
    question = get_object_or_404(access.allowed_questions(request), pk=number)
    record_opening(request, question)
    entries = AuditEntry.objects.filter(question_number=number).exclude(action__in=[OPENED, REVIEWED])
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Consents, e-mail and timeline"),
        "question": question,
        "consents": question.consents.select_related("wording").order_by("kind", "given_at"),
        "topics": question.topics.select_related("specialty"),
        "audit": entries.select_related("actor").order_by("at", "pk"),
    }
    return TemplateResponse(request, "admin/consult/question/record.html", context)

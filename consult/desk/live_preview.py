"""The reply that is being typed, through the public template; nothing of it is stored."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from consult.desk import access
from consult.desk.desk_screen import DeskScreen
from consult.models import Reply
from consult.models.examination import HowSoon

TEMPLATE = "admin/consult/question/reply_preview.html"


def live_preview_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """What readers would see if the reply were published as it is typed now."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    question = get_object_or_404(access.allowed_questions(request).select_related("specialty"), pk=number)
    screen = DeskScreen(model_admin, request, question)
    if not screen.can_reply and screen.reply is None:
        return HttpResponse(status=403)
    reply = _as_typed(screen)
    context: dict[str, Any] = {"reply": reply, "question": question}
    for panel in screen.panels:
        context |= panel.shown()
    return TemplateResponse(request, TEMPLATE, context)


def _as_typed(screen: DeskScreen) -> Reply:
    """A reply that is not stored, with what stands in the form."""
    doctor: Any = screen.reply.doctor if screen.reply else screen.doctor
    data = screen.data if screen.data is not None else QueryDict()
    reply = Reply(doctor=doctor, published_at=timezone.now())
    for name in Reply.TEXTS:
        setattr(reply, name, str(data.get(name, "")))
    if data.get("examination") in HowSoon.values:
        reply.examination = str(data["examination"])
    known: Any = {str(specialty.pk): specialty for specialty in doctor.specialties.all()}
    others = (screen.question.specialty, screen.reply.specialty if screen.reply else None)
    known |= {str(specialty.pk): specialty for specialty in others if specialty}
    chosen = known.get(str(data.get("specialty", ""))) or next(iter(known.values()), None)
    if chosen is not None:
        reply.specialty = chosen
    return reply

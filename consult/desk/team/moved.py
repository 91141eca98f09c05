"""Where a question went that a doctor had on the screen and may not open any more."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from consult.desk import access
from consult.models import DeskDraft
from consult.models.internal import InternalNote

# What the doctor may have typed meanwhile: shown back, so that no word of it is lost.
TYPED = ("text", "safety_net", "more_info", "note_text", "opinion_request", "ask_message")


def moved_page(model_admin: Any, request: HttpRequest, number: int | None) -> HttpResponse | None:
    """Say where it went and why, to a doctor of the specialty from which it was passed on; None for anybody else."""
    doctor = access.doctor_of(request)
    if doctor is None or not access.may_reply(request) or not number:
        return None
    passed = InternalNote.objects.filter(question=number, kind=InternalNote.Kind.PASSED_ON)
    note = passed.filter(passed_from__in=doctor.specialties.all()).order_by("-pk")
    found = note.select_related("passed_to", "author").first()
    if found is None:
        return None
    if request.POST.get("action") == "keep":
        # Asked by the script while somebody types: it says that the case has changed.
        return JsonResponse({"kept": ""}, status=409)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "",
        "note": found,
        "number": number,
        "typed": _typed(request, number),
    }
    return TemplateResponse(request, "admin/consult/question/team/moved.html", context)


def _typed(request: HttpRequest, number: int) -> list[str]:
    """What this person sent just now, or else what was kept for them while they typed."""
    kept = DeskDraft.objects.filter(question=number, user=request.user.pk or 0).first()
    fields = dict(request.POST.lists()) if request.method == "POST" else kept.fields if kept else {}
    return [words for name in TYPED for value in fields.get(name, []) if (words := value.strip())]

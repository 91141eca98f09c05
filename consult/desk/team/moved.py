"""A question that a doctor had on the screen and may not open any more: where it went, and what they typed."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from consult.desk import access
from consult.desk.unsent import DONE_WITH, FOLLOW_UP
from consult.models import AuditEntry, DeskDraft, Reply
from consult.models.internal import InternalNote
from consult.question.audit import OPENED

# What the doctor may have typed meanwhile: shown back, so that no word of it is lost.  What is chosen is not typed.
CHOSEN = {"decline_reason", "refer_to", "opinion_of", "assign_to"}
TYPED = (*Reply.TEXTS, *(name for names in DONE_WITH.values() for name in names))
# As the audit trail says that somebody has taken a case, or was given it.
TAKEN, GIVEN = ("taken", "taken over"), ("assigned", "reassigned")


def moved_page(model_admin: Any, request: HttpRequest, number: int | None) -> HttpResponse | None:
    """Say where it went and why, to the doctors who could open it before it was passed on; None for anybody else.

    Those are the doctors of the specialty that it had, all where it had none, and whoever has had it.  Who was shown
    the case and has typed something gets it back, however it left them.
    """
    doctor = access.doctor_of(request)
    if doctor is None or not access.may_reply(request) or not number:
        return None
    passed = InternalNote.objects.filter(question=number, kind=InternalNote.Kind.PASSED_ON)
    own = Q(passed_from__in=doctor.specialties.all()) | Q(passed_from__isnull=True)
    note = passed if _had(request, number) else passed.filter(own)
    found = note.order_by("-pk").select_related("passed_to", "author").first()
    typed = _typed(request, number)
    if found is None and not (typed and _was_shown(request, number)):
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
        "typed": typed,
    }
    return TemplateResponse(request, "admin/consult/question/team/moved.html", context)


def _had(request: HttpRequest, number: int) -> bool:
    """Whether this person has taken the case or was given it."""
    mine = Q(actor=request.user.pk, action__in=TAKEN) | Q(colleague=request.user.pk, action__in=GIVEN)
    return AuditEntry.objects.filter(mine, question_number=number).exists()


def _was_shown(request: HttpRequest, number: int) -> bool:
    """Whether this person has had the case on the screen."""
    opened = AuditEntry.objects.filter(action=OPENED, question_number=number, actor=request.user.pk or 0)
    return opened.exists()


def _typed(request: HttpRequest, number: int) -> list[str]:
    """What this person sent just now, or else what was kept for them while they typed."""
    kept = DeskDraft.objects.filter(question=number, user=request.user.pk or 0).first()
    fields = dict(request.POST.lists()) if request.method == "POST" else kept.fields if kept else {}
    answers = sorted(name for name in fields if name.startswith(FOLLOW_UP) and name.endswith("-answer"))
    names = [*(name for name in TYPED if name not in CHOSEN), *answers]
    return [words for name in names for value in fields.get(name, []) if (words := value.strip())]

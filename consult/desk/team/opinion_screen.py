"""What a colleague who is asked for a second opinion sees: the question, what is asked, and a field for the view.

Being asked opens this one screen and nothing else of a question outside one's specialties.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consult.desk import access
from consult.desk.actions.internal import AlreadyGivenError, give_opinion
from consult.desk.screen import errors_in
from consult.desk.team.forms import ViewForm
from consult.models import Doctor
from consult.models.internal import SecondOpinion
from consult.models.staffing import StaffNotice
from consult.models.status import TransitionError
from consult.notifications.staff import was_told
from consult.question.audit import record_opening

# So many stand on the list; the others come up as these are given.
MOST = 50


def opinions_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """What is asked of this doctor, the oldest first."""
    doctor = _doctor(request)
    open_ones = SecondOpinion.objects.open().asked_of(doctor)
    asked = open_ones.select_related("question", "asked_by", "of_doctor", "of_specialty")
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Second opinions asked of you"),
        "opinions": asked.order_by("asked_at", "pk")[:MOST],
    }
    return TemplateResponse(request, "admin/consult/question/team/opinions.html", context)


def opinion_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """One request: read the question, give the view."""
    doctor = _doctor(request)
    reachable = SecondOpinion.objects.asked_of(doctor) | SecondOpinion.objects.filter(Q(given_by=doctor))
    related = ("question__specialty", "asked_by", "of_doctor", "of_specialty", "given_by")
    opinion = get_object_or_404(reachable.select_related(*related).distinct(), pk=number)
    form = ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_opinion(opinion=opinion, doctor=doctor, view=form.cleaned_data["view"], actor=request.user)
        except AlreadyGivenError as error:
            opinion = error.opinion
            messages.error(request, _("Somebody has given it meanwhile. Yours is kept below, and not sent."))
        except TransitionError:
            return _closed(model_admin, request, opinion)
        else:
            asker, kind = opinion.asked_by, StaffNotice.Kind.OPINION_GIVEN
            is_told = was_told(kind=kind, question=opinion.question, user=asker.user)
            messages.success(request, (_("Given: %s is told.") if is_told else _("Given to %s.")) % asker)
            return redirect("admin:consult_opinions")
    if not SecondOpinion.objects.readable().filter(pk=opinion.pk).exists():
        return _closed(model_admin, request, opinion)
    record_opening(request, opinion.question)
    context = _context(model_admin, request, opinion, form)
    return TemplateResponse(request, "admin/consult/question/team/opinion.html", context)


def _context(
    model_admin: Any, request: HttpRequest, opinion: SecondOpinion, form: ViewForm
) -> dict[str, Any]:
    """Everything that the template shows."""
    question = opinion.question
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Second opinion"),
        "media": model_admin.media,
        "question": question,
        "opinion": opinion,
        "form": form,
        "errors": errors_in([form]),
        "red_flags": list(question.red_flags.worst_first().select_related("followup", "looked_by")),
        "followups": question.followups.handed_over().select_related("doctor"),
        "replies": question.replies.published().select_related("doctor", "specialty"),
    }


def _closed(model_admin: Any, request: HttpRequest, opinion: SecondOpinion) -> HttpResponse:
    """The case was answered or taken back meanwhile: nothing of it, and what the colleague has typed."""
    typed = request.POST.get("view", "").strip()
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "",
        "number": opinion.question_id,
        "typed": [typed] if typed else [],
    }
    return TemplateResponse(request, "admin/consult/question/team/moved.html", context)


def _doctor(request: HttpRequest) -> Doctor:
    """The doctor who is signed in and may answer.  Raises PermissionDenied for everybody else."""
    doctor = access.doctor_of(request)
    if doctor is None or not access.may_reply(request):
        raise PermissionDenied
    return doctor


def asked_of(request: HttpRequest) -> int:
    """How many second opinions wait for this person."""
    doctor = access.doctor_of(request)
    if doctor is None or not access.may_reply(request):
        return 0
    return SecondOpinion.objects.open().asked_of(doctor).count()

"""Taking the question that comes next: danger first, then what has waited longest."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.desk import access
from consult.desk.actions.claim import NothingWaitsError, SharingError, take_question
from consult.desk.team.panel import opinions_awaited_by
from consult.models import Question

# Colleagues who press the button in the same moment take the next ones.
TRIES = 5


@require_POST
def take_view(request: HttpRequest) -> HttpResponse:
    """Take what comes first of all that no colleague has taken, and open it."""
    if access.doctor_of(request) is None or not access.may_reply(request):
        raise PermissionDenied
    return take_next(request)


def take_next(request: HttpRequest, besides: Question | None = None) -> HttpResponse:
    """Take the next question for the doctor who is signed in, other than `besides`, and lead to it."""
    doctor: Any = access.doctor_of(request)
    following = next_questions(request)
    if besides is not None:
        following = following.exclude(pk=besides.pk)
    for question in following[:TRIES]:
        try:
            claim = take_question(question=question, doctor=doctor, actor=request.user)
        except NothingWaitsError:
            continue  # taken back in this moment
        except SharingError as error:
            messages.warning(request, error.not_done)
            return redirect(reverse("admin:index"))
        if claim.doctor_id == doctor.pk:
            return redirect(reverse("admin:consult_question_change", args=[question.pk]))
    messages.info(request, _("Nothing waits for you that nobody has taken."))
    return redirect(reverse("admin:index"))


def next_questions(request: HttpRequest) -> Any:
    """What waits for this doctor and no colleague has taken: danger first, then longest waiting; nothing for others.

    Without what itself waits for a second opinion that this doctor asked for: next is what one can go on with.
    """
    doctor = access.doctor_of(request)
    if doctor is None or not access.may_reply(request):
        return Question.objects.none()
    following = Question.objects.for_doctor(doctor).waiting(doctor).free_for(doctor)
    return following.exclude(Exists(opinions_awaited_by(doctor)))

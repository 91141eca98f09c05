"""Who may do what at the desk."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from consult.models import Doctor, Question
from consult.models.querysets import QuestionQuerySet

User = AbstractBaseUser | AnonymousUser


def doctor_of(request: HttpRequest) -> Doctor | None:
    """The active doctor who is signed in, if any.  One query for each request."""
    if not hasattr(request, "_desk_doctor"):
        found = Doctor.objects.filter(user_id=request.user.pk or 0, is_active=True).first()
        request._desk_doctor = found  # type: ignore[attr-defined]
    doctor: Doctor | None = request._desk_doctor  # type: ignore[attr-defined]
    return doctor


def may_approve(request: HttpRequest) -> bool:
    """Whether this person may publish, hold and edit questions."""
    return request.user.has_perm("consult.approve_question")


def may_reply(request: HttpRequest) -> bool:
    """Whether this person may write to patients: needs the permission and a doctor's record with a valid licence."""
    doctor = doctor_of(request)
    return request.user.has_perm("consult.reply_to_question") and doctor is not None and doctor.is_licensed


def may_share_out(request: HttpRequest) -> bool:
    """Whether this person may give questions to doctors."""
    return request.user.has_perm("consult.assign_question")


def may_erase(request: HttpRequest) -> bool:
    """Whether this person may erase a question for good."""
    return request.user.has_perm("consult.erase_question")


def allowed_questions(request: HttpRequest) -> QuestionQuerySet:
    """Questions that this person may open: editors all, doctors those of `for_doctor`, others none."""
    if may_approve(request):
        return Question.objects.all()
    doctor = doctor_of(request)
    return Question.objects.for_doctor(doctor) if doctor and may_reply(request) else Question.objects.none()

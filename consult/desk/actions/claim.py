"""Who has a question: a doctor takes it or gives it back, is given it, or takes it over.

All of them lock the question, then the doctor, so that of two people who press at once one is first.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.models import Claim, Doctor, Question
from consult.models.claim import LASTS
from consult.models.safety import DangerLevel
from consult.models.staffing import StaffNotice, present
from consult.notifications.staff import tell
from consult.question.audit import Actor, record


class SharingError(Exception):
    """The doctor cannot have the question now; the text says why."""

    @property
    def not_done(self) -> str:
        """As it is said after a button."""
        return _("Not done: %s.") % str(self).removesuffix(".")


class NothingWaitsError(SharingError):
    """Nobody can be at work on it any more."""


@transaction.atomic
def take_question(*, question: Question, doctor: Doctor, actor: Actor) -> Claim:
    """Take the question for half an hour from now; return the claim that stands, which may be a colleague's.

    Raises SharingError when the doctor has as many others as one may have, NothingWaitsError when nothing can wait in
    it any more.
    """
    standing = _standing(question)
    if standing and standing.doctor_id != doctor.pk:
        return standing
    if standing is None:
        _refuse_beyond_cap(doctor, question)
    until = timezone.now() + LASTS
    given_by = standing.assigned_by if standing else None
    claim = _put(question, doctor, max(until, standing.until) if standing else until, given_by)
    if standing is None:
        record(action="taken", question=question, actor=actor)
    return claim


@transaction.atomic
def give_back(*, question: Question, doctor: Doctor, actor: Actor) -> bool:
    """End the doctor's own claim; whether there was one."""
    if not Claim.objects.filter(question=question, doctor=doctor).delete()[0]:
        return False
    record(action="given back", question=question, actor=actor)
    return True


@transaction.atomic
def settle_claim(*, question: Question, key: str, actor: Actor) -> None:
    """End the claim of a colleague on a question that somebody has just answered or declined, and say so.

    The actor's own ends when they give it back.  Call it with the question locked.
    """
    claims = Claim.objects.filter(question=question).exclude(doctor__user=getattr(actor, "pk", None))
    for claim in claims.select_related("doctor__user"):
        claim.delete()
        if claim.until > timezone.now():
            kind, people = StaffNotice.Kind.SETTLED, [claim.doctor.user]
            tell(kind=kind, question=question, people=people, key=key, actor=actor)


@transaction.atomic
def assign_question(*, question: Question, doctor: Doctor, seen: int | None, actor: Actor) -> Claim:
    """Give the question to this doctor, from nobody or from whom `seen` (a doctor's key) names.

    Both are told.  Raises SharingError when somebody else has it by now, and when the doctor is away, has no valid
    licence, or has as many questions as one may have.
    """
    standing = _standing(question)
    holder = standing.doctor if standing else None
    if (holder.pk if holder else None) != seen:
        raise SharingError(_("meanwhile %s has it") % (holder or _("nobody")))
    if not present().filter(pk=doctor.pk).exists():
        raise SharingError(_("%s is away, or has no valid licence or sign-in.") % doctor)
    if standing and standing.doctor_id == doctor.pk and standing.assigned_by_id:
        return standing
    _refuse_beyond_cap(doctor, question)
    until = timezone.now() + timedelta(hours=settings.ASSIGNED_HOURS)
    claim = _put(question, doctor, until, actor)
    action = "reassigned" if holder and holder.pk != doctor.pk else "assigned"
    entry = record(action=action, question=question, actor=actor, colleague=doctor.user)
    tell(
        kind=StaffNotice.Kind.ASSIGNED,
        question=question,
        people=[doctor.user],
        key=str(entry.pk),
        actor=actor,
    )
    if holder and holder.pk != doctor.pk:
        _tell_former(question, holder, str(entry.pk), actor)
    return claim


@transaction.atomic
def take_over(*, question: Question, doctor: Doctor, seen: int | None, actor: Actor) -> Claim:
    """Take the question from the colleague whom `seen` (a doctor's key) names, who is told.

    Return the claim that stands: a third person's when that one was quicker.  Raises SharingError as take_question
    does.
    """
    standing = _standing(question)
    if standing is None or standing.doctor_id == doctor.pk:
        return take_question(question=question, doctor=doctor, actor=actor)
    if standing.doctor_id != seen:
        return standing
    _refuse_beyond_cap(doctor, question)
    claim = _put(question, doctor, timezone.now() + LASTS, None)
    entry = record(action="taken over", question=question, actor=actor, colleague=standing.doctor.user)
    _tell_former(question, standing.doctor, str(entry.pk), actor)
    return claim


def _standing(question: Question) -> Claim | None:
    """The running claim, if any, with the question locked against everybody else.

    Raises NothingWaitsError when nobody can be at work on it any more: withdrawn, declined, set aside, or erased.
    """
    current = Question.objects.select_for_update(no_key=True).filter(pk=question.pk).first()
    if current is None or not (current.state.is_open or current.state.is_replied):
        raise NothingWaitsError(_("it does not wait for a doctor"))
    running = Claim.objects.running().select_related("doctor__user", "assigned_by")
    return running.filter(question=question).first()


def _put(question: Question, doctor: Doctor, until: datetime, given_by: Any) -> Claim:
    """Store who has the question: one row each."""
    claim, _is_new = Claim.objects.update_or_create(
        question=question, defaults={"doctor": doctor, "until": until, "assigned_by": given_by}
    )
    return claim


def _refuse_beyond_cap(doctor: Doctor, question: Question) -> None:
    """Raise SharingError when the doctor has OPEN_CLAIMS others; danger that cannot wait is always taken."""
    if not settings.OPEN_CLAIMS or question.danger_level == DangerLevel.NOW:
        return
    # Two presses of one doctor at once are counted one after the other.
    Doctor.objects.select_for_update(no_key=True).get(pk=doctor.pk)
    others = Claim.objects.running().filter(doctor=doctor).exclude(question=question)
    if others.count() >= settings.OPEN_CLAIMS:
        text = _(
            "%(doctor)s has %(count)d questions already, as many as one may have. Finish or give back one."
        )
        raise SharingError(text % {"doctor": doctor, "count": settings.OPEN_CLAIMS})


def _tell_former(question: Question, doctor: Doctor, key: str, actor: Actor) -> None:
    """Tell who had the question that it is a colleague's now."""
    tell(kind=StaffNotice.Kind.TAKEN_OVER, question=question, people=[doctor.user], key=key, actor=actor)

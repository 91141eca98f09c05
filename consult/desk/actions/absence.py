"""A doctor is away, or answers here no more: what they had claimed flows back, and comes to colleagues."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from consult.models import Claim, Doctor
from consult.models.staffing import Absence, present
from consult.question.audit import Actor, record
from consult.question.locking import lock


@transaction.atomic
def set_absence(*, absence: Absence, actor: Actor) -> Absence:
    """Store a new or changed absence; when it has begun, the doctor's claims flow back at once."""
    absence.save()
    give_back_of_absent(today=timezone.localdate(), doctor=absence.doctor, actor=actor)
    return absence


@transaction.atomic
def give_back_of_absent(*, today: date, doctor: Doctor | None = None, actor: Actor = None) -> int:
    """End the claims of doctors who cannot answer today, or only of this one; return how many were running.

    That is who is away, inactive, without a sign-in, or without a valid licence.
    """
    claims = Claim.objects.exclude(doctor__in=present(today).values("pk")).select_related(
        "question", "doctor__user"
    )
    claims = claims.filter(doctor=doctor) if doctor else claims
    ended = 0
    for claim in claims.order_by("question"):
        lock(claim.question)
        # A colleague may have taken it over meanwhile: the claim of a question is one row.
        is_theirs = Claim.objects.filter(pk=claim.pk, doctor=claim.doctor).delete()[0]
        if is_theirs and claim.until > timezone.now():
            record(action="flowed back", question=claim.question, actor=actor, colleague=claim.doctor.user)
            ended += 1
    return ended

"""Who answers a follow-up: the doctor who wrote to this patient last and can still do so."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery

from consult.models import Doctor, FollowUp, Question, Reply
from consult.models.staffing import present


def doctor_who_answers(question: Question) -> Doctor | None:
    """The doctor whom a follow-up written now is meant for; None when nobody who answered can answer any more.

    Then it stands in the queue of the specialty.  One query.
    """
    here = {"question": question, "doctor": OuterRef("pk")}
    replied = Reply.objects.published().filter(**here).order_by("-published_at").values("published_at")
    answered = FollowUp.objects.answered().filter(**here).order_by("-answered_at").values("answered_at")
    able: Any = (
        present()
        .annotate(replied_at=Subquery(replied[:1]), answered_at=Subquery(answered[:1]))
        .filter(Q(replied_at__isnull=False) | Q(answered_at__isnull=False))
    )
    return max(able, key=_wrote_last_at, default=None)


def _wrote_last_at(doctor: Any) -> Any:
    return max(at for at in (doctor.replied_at, doctor.answered_at) if at is not None)

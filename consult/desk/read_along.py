"""What is read along with a question for its screens, so that nothing is looked for in vain."""

from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from consult.models import DeskDraft, Doctor, InformationRequest, RedFlagFinding, Specialty
from consult.models.querysets import QuestionQuerySet


def knowing_flags_and_requests(questions: QuestionQuerySet) -> QuestionQuerySet:
    """The questions, knowing whether there are red flags and requests for information."""
    known: QuestionQuerySet = questions.annotate(
        has_red_flags=Exists(RedFlagFinding.objects.filter(question=OuterRef("pk"))),
        has_requests=Exists(InformationRequest.objects.filter(question=OuterRef("pk"))),
    )
    return known


def with_unsent(questions: QuestionQuerySet, user: Any) -> QuestionQuerySet:
    """The questions with what `user` has typed at the desk and not sent (consult.desk.unsent)."""
    unsent = DeskDraft.objects.filter(question=OuterRef("pk"), user=user.pk)
    known: QuestionQuerySet = questions.annotate(
        unsent_fields=Subquery(unsent.values("fields")[:1]),
        unsent_at=Subquery(unsent.values("kept_at")[:1]),
    )
    return known


def specialties_for(doctor: Doctor | None) -> list[Any]:
    """All specialties, each with `is_own`: whether it is one of this doctor's.  One query."""
    own = Doctor.specialties.through.objects.filter(
        doctor=doctor.pk if doctor else 0, specialty=OuterRef("pk")
    )
    return list(Specialty.objects.annotate(is_own=Exists(own)))

"""Who answers a follow-up, as its patient is told: never more than what the queues do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from consult.models import Doctor, FollowUp, Question, Specialty
from consult.models.staffing import present
from consult.question.follow_up_doctor import doctor_who_answers
from consult.question.waiting_time import in_words


@dataclass(frozen=True)
class WhoAnswers:
    """The doctor who answers first, if there is one; until when, for a message that waits; and who answers else."""

    doctor: Doctor | None
    specialty: Specialty | None
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether colleagues may answer by now."""
        return self.doctor is None or (self.until is not None and self.until <= timezone.now())

    @property
    def within(self) -> tuple[str, int]:
        """How long the doctor has, as ("days", 2)."""
        return in_words(timedelta(hours=settings.FOLLOW_UP_HOURS))


def who_answers(question: Question, unanswered: Sequence[FollowUp]) -> WhoAnswers:
    """Of the message that waits longest; before any is sent, of one that is sent now."""
    if not unanswered:
        return WhoAnswers(doctor_who_answers(question), question.specialty)
    first = unanswered[0]
    doctor = first.meant_for
    if doctor is not None and not present().filter(pk=doctor.pk).exists():
        doctor = None
    return WhoAnswers(doctor, question.specialty, first.meant_until)

"""What a patient wrote goes to those who answer."""

from django.db import transaction

from consult.events import question_written
from consult.models import FollowUp, OutboxMessage, Question
from consult.models.staffing import StaffNotice
from consult.notifications.outbox import enqueue
from consult.notifications.staff import answerers, tell


@transaction.atomic
def hand_over_question(*, question: Question, key: str = "asked") -> None:
    """Mail its patient that it has arrived, and tell the doctors of its specialty as they chose.

    Call it when the question begins to wait for a doctor; once for each `key` they are told, the patient only once.
    """
    enqueue(kind=OutboxMessage.Kind.RECEIVED, question=question, key=str(question.pk))
    question_written.send(sender=Question, question=question)
    tell(kind=StaffNotice.Kind.NEW, question=question, people=answerers(question), key=key)


@transaction.atomic
def hand_over_followup(*, followup: FollowUp) -> None:
    """Tell the doctor whom it is meant for, or all who may answer."""
    doctor = followup.meant_for
    tell(
        kind=StaffNotice.Kind.FOLLOW_UP,
        question=followup.question,
        people=[doctor.user] if doctor else answerers(followup.question),
        key=str(followup.pk),
    )

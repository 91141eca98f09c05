"""Holding a question back from publication."""

from django.db import transaction
from django.utils import timezone

from consult.events import question_changed
from consult.models import OutboxMessage, Question, Status
from consult.models.question import Origin
from consult.notifications.outbox import enqueue
from consult.question.audit import Actor, record
from consult.question.locking import bump, lock


@transaction.atomic
def hold_question(*, question: Question, reason: str, actor: Actor = None) -> Question:
    """Keep the question from publication, taking it down when it is public, and alert staff once for each hold."""
    question = lock(question)
    if question.state.is_public:
        question.leave_public(Status.ANSWERED)
    question.held_at = question.held_at or timezone.now()
    question.held_reason = reason
    bump(question, reason="held")
    record(action="held", question=question, actor=actor)
    if question.origin != Origin.DEMO:
        key = f"held:{question.pk}:{question.held_at.timestamp():.6f}"
        enqueue(kind=OutboxMessage.Kind.STAFF_ALERT, question=question, key=key)
    question_changed.send(sender=Question, question=question)
    return question


@transaction.atomic
def lift_hold(*, question: Question, actor: Actor) -> Question:
    """Allow publication again."""
    question = lock(question)
    question.held_at = None
    question.held_reason = ""
    bump(question, reason="hold lifted")
    record(action="hold lifted", question=question, actor=actor)
    return question

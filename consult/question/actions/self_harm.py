"""What is done when a patient's words speak of suicide or self-harm."""

from collections.abc import Iterable

from django.db import transaction

from consult.models import OutboxMessage, Question
from consult.notifications.outbox import enqueue
from consult.question.actions.hold import hold_question
from consult.safety.red_flag import RedFlag


@transaction.atomic
def hold_for_safety(*, question: Question, findings: Iterable[RedFlag]) -> Question:
    """Hold the question from publication and alert staff, when a finding is about self-harm.

    Call it after a question, a follow-up or an answer is stored.  The first finding holds and alerts; each later
    one alerts again, also while the question is held.  Nothing is deleted and the patient's words are in no reason,
    alert or log.  Returns the question as it stands now.
    """
    if not any(finding.is_self_harm for finding in findings):
        return question
    was_held = question.held_at is not None
    question = hold_question(question=question, reason="Words about suicide or self-harm")
    if was_held:
        key = f"safety:{question.pk}:{question.version}"
        enqueue(kind=OutboxMessage.Kind.STAFF_ALERT, question=question, key=key)
    return question

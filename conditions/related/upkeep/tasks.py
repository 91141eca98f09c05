"""What the engine does beside the requests."""

import logging

from django_tasks import task

logger = logging.getLogger(__name__)


@task()
def propose_for_desk(question: int, reply: int | None = None) -> None:
    """Make the proposals that a doctor sees beside this question, and beside this reply to it (by key).

    A fault is logged: the regular work tries again.
    """
    from conditions.related.proposals.for_desk import for_desk
    from consult.models import Question, Reply

    found = Question.objects.filter(pk=question).first()
    if found is None:
        return
    try:
        for_desk(found, Reply.objects.filter(pk=reply, question=question).first() if reply else None)
    except Exception:
        logger.exception("No proposals could be made for question %s.", question)

"""What the engine does beside the requests."""

import logging

from django_tasks import task

logger = logging.getLogger(__name__)


@task()
def propose_for_desk(question: int) -> None:
    """Make the proposals that a doctor sees beside this question (by key), while it waits for one.

    A fault is logged: the desk asks again.
    """
    from conditions.related.proposals.for_desk import for_desk
    from consult.models import Question

    found = Question.objects.filter(pk=question).first()
    if found is None or not found.state.awaits_doctor:
        return
    try:
        for_desk(found)
    except Exception:
        logger.exception("No proposals could be made for question %s.", question)

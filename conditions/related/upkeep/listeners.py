"""Listens for what changes in consult.

A fault of the engine is logged and repaired by rebuild_related: it never stops a doctor, an editor or a patient.
"""

import logging
from typing import Any

from django.db import transaction

from consult import events
from consult.models import Question

logger = logging.getLogger(__name__)


def connect() -> None:
    """Called once, when Django is ready."""
    events.question_changed.connect(on_question_changed, dispatch_uid="conditions.related")
    events.question_written.connect(on_question_written, dispatch_uid="conditions.related")
    events.question_erased.connect(on_question_erased, dispatch_uid="conditions.related")


def on_question_changed(question: Question, **_: Any) -> None:
    """Put the question into the index and the lists, or take it out."""
    from conditions.related.upkeep import publication

    try:
        with transaction.atomic():
            if not publication.publish(question):
                publication.unpublish(question)
    except Exception:
        logger.exception("The index missed a change of question %s; run rebuild_related.", question.pk)


def on_question_written(question: Question, **_: Any) -> None:
    """Ask the engine beside the request, so that the first doctor who opens the question need not wait for it."""
    from conditions.related.upkeep.tasks import propose_for_desk

    def ask_for_proposals() -> None:
        # Brought in, it may have been answered in the same transaction.
        waits = Question.objects.filter(pk=question.pk).only("status").first()
        if waits is not None and waits.state.awaits_doctor:
            propose_for_desk.enqueue(question.pk)

    transaction.on_commit(ask_for_proposals, robust=True)


def on_question_erased(question: Question, **_: Any) -> None:
    """Take the question out of every list, and clean the index once the erasing transaction is committed."""
    from conditions.related.upkeep import erasure, publication

    try:
        with transaction.atomic():
            erasure.owe_erasure()
            publication.unlist(question)
    except Exception:
        logger.exception("The index was not cleaned of question %s; run rebuild_related.", question.pk)

"""A question becomes public, changes, or ceases to be: its entry and every list follow.

Within the transaction of whoever changed it: its entry, its own list, and that nobody sees what is no longer so.  The
lists of others are computed after the commit.  Until that is done an entry is marked as not listed, so the nightly
rebuild makes up for a process that died before it.
"""

import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction

from conditions.models import IndexEntry
from conditions.related.lists import locks, neighbours
from conditions.related.text import documents
from conditions.related.upkeep import index
from consult.models import Question

logger = logging.getLogger(__name__)


@transaction.atomic(savepoint=False)
def publish(question: Question) -> None:
    """Bring everything in step with a question that is public now: its entry, its list, and the lists it belongs in.

    A question whose words are unchanged costs three queries.
    """
    index.store("question", list(documents.of_questions([question.pk])))
    unlisted = IndexEntry.objects.filter(question=question, listed_at__isnull=True)
    if not unlisted.exists():
        return
    locks.lock_question(question.pk)
    if entry := unlisted.first():  # else somebody did it while we waited
        neighbours.make_locked([entry])
        neighbours.take_back_reasons(question.pk)
        _after_commit(question.pk, partial(neighbours.join_lists, question.pk, most=neighbours.REMADE))


@transaction.atomic
def unpublish(question: Question) -> None:
    """Take a question out of the index and of every list at once."""
    unlist(question)
    index.remove("question", [question.pk])


@transaction.atomic
def unlist(question: Question) -> None:
    """Take a question out of every list; those that have become too short for the page are filled after the commit."""
    if short := neighbours.leave_lists(question.pk):
        _after_commit(question.pk, partial(neighbours.refill, short))


def _after_commit(question: int, work: Callable[[], None]) -> None:
    """Do this once the change is committed.  A fault is logged: there is nobody left whom it could stop."""

    def run() -> None:
        try:
            work()
        except Exception:
            logger.exception("Lists missed a change of question %s; run rebuild_related.", question)

    transaction.on_commit(run, robust=True)

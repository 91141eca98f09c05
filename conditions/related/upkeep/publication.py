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
def publish(question: Question) -> bool:
    """Bring everything in step with a question that is public now: its entry, its list, and the lists it belongs in.

    False, and nothing done, when it is not public.  A question whose words are unchanged costs six queries.
    """
    texts = list(documents.of_questions([question.pk]))
    if not texts:
        return False
    written = index.store("question", texts)
    if entry := written[0] if written else _waiting(question.pk):
        standing = locks.lock_rows(question.pk)
        (looked,) = neighbours.make_locked([entry], standing)
        if any(row.other == question.pk for row in standing):
            neighbours.take_back_reasons(question.pk)
        join = partial(neighbours.join_lists, question.pk, most=neighbours.REMADE, looked=looked)
        _after_commit(question.pk, join)
    return True


def _waiting(question: int) -> IndexEntry | None:
    """The entry of a question (by key), held, when it is not in step with all lists."""
    unlisted = IndexEntry.objects.filter(question=question, listed_at__isnull=True)
    if not unlisted.exists():
        return None
    locks.lock_entry(question)
    return unlisted.first()  # none when somebody did it while we waited


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

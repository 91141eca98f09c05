"""Two who change lists at once wait for each other, and never in a circle.

Whoever writes a list holds the entry of its question, and the rows that are written, until the transaction ends.  All
take entries before rows, and both in one order.  SQLite lets one writer in at a time, and needs none of this.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from conditions.models import IndexEntry, Neighbour


def lock_lists(questions: Iterable[int]) -> None:
    """Hold the lists of these questions (by key)."""
    wanted = list(questions)
    _hold(IndexEntry.objects.filter(question__in=wanted).order_by("question_id"))
    _hold(_in_order(Q(question__in=wanted)))


def lock_question(question: int) -> None:
    """Hold the list of a question (by key), and what other lists say of it."""
    _hold(IndexEntry.objects.filter(question=question))
    _hold(_in_order(Q(question=question) | Q(other=question)))


def _in_order(which: Q) -> "QuerySet[Neighbour]":
    """These rows of lists in the one order."""
    return Neighbour.objects.filter(which).order_by("question_id", "other_id")


def _hold(rows: "QuerySet[IndexEntry] | QuerySet[Neighbour]") -> None:
    """Lock these rows, one after the other, where the database locks rows at all."""
    if connection.features.has_select_for_update:
        list(rows.select_for_update(no_key=True).values_list("pk"))

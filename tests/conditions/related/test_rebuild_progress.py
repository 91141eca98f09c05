"""A rebuild tells how far it is, also within a batch."""

from typing import Any

import pytest

from conditions.models import IndexEntry
from conditions.related.upkeep.rebuild import rebuild_all
from tests.factories import CauseFactory, CauseGroupFactory, ReferencePageFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("encoder")]


def reports(*, full=False):
    """What was reported of each step: how many were done, and of how many."""
    told: dict[Any, Any] = {}
    rebuild_all(lambda step, done, total: told.setdefault(step, []).append((done, total)), full=full)
    return told


def test_the_bar_moves_while_one_batch_is_read_and_listed():
    words = "My cheek goes numb in the cold wind of winter and tingles afterwards. "
    for number in range(12):
        group = CauseGroupFactory(
            page=ReferencePageFactory(title=f"Causes {number}", lead=words * (number + 1))
        )
        for cause in range(4):
            CauseFactory(group=group, page=group.page, name=f"Cause {cause}", slug=str(cause), text=words * 6)
        public_question(title=f"Question {number}", body=words * (number + 1))
    told = reports()
    for step in ("pages and causes", "questions", "similar questions"):
        assert told[step][0] == (0, 12)
        assert told[step][-1] == (12, 12)
        assert told[step] == sorted(told[step])
        assert len({done for done, _total in told[step]} - {0, 12}) >= 1, step


def test_a_few_missing_lists_are_counted_one_by_one():
    for number in range(12):
        public_question(title=f"Numb cheek {number}", body="It tingles in the cold.")
    rebuild_all(lambda *_: None)
    last = list(IndexEntry.objects.order_by("pk").values_list("pk", flat=True))[:2]
    IndexEntry.objects.filter(pk__in=last).update(listed_at=None)
    told = reports()["similar questions"]
    assert told[0] == (0, 2)
    assert told[-1] == (2, 2)
    assert told == sorted(told)

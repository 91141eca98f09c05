"""The order of proposed causes is learned from ticks, and used only when it is better on held-out ones."""

from datetime import timedelta

import pytest

from conditions.models import CauseLink, CauseRanking
from conditions.related.calibration import MEASURED
from conditions.related.proposals.learned import Fit, known_here
from conditions.related.upkeep.ticks import Decided, learn, mean_reciprocal_rank
from tests.factories import NOON, CauseFactory, CauseLinkFactory, ReplyFactory

pytestmark = pytest.mark.django_db


def decided(count, *, ticked):
    """Two causes proposed `count` times, the first with the better score; the doctor ticks the `ticked` one."""
    causes = [CauseFactory(name="Stroke"), CauseFactory(name="Migraine")]
    for number in range(count):
        reply = ReplyFactory()
        for place, cause in enumerate(causes):
            CauseLinkFactory(
                reply=reply,
                cause=cause,
                score=0.7 - 0.2 * place,
                reasons=[],
                state=CauseLink.State.CONFIRMED if place == ticked else CauseLink.State.REJECTED,
                decided_at=NOON + timedelta(hours=number),
            )
    return causes


def order(causes):
    return known_here(MEASURED).in_order([Fit(causes[0].pk, 0.7), Fit(causes[1].pk, 0.5)])


def test_what_doctors_tick_comes_first():
    causes = decided(120, ticked=1)
    assert order(causes) == [causes[0].pk, causes[1].pk]
    ranking = learn()
    assert (ranking.is_used, ranking.held_out, ranking.decisions) == (True, 24, 240)
    assert (ranking.shipped_mrr, ranking.learned_mrr) == (0.5, 1.0)
    assert order(causes) == [causes[1].pk, causes[0].pk]


def test_what_is_no_better_than_the_shipped_order_is_not_used():
    causes = decided(120, ticked=0)
    ranking = learn()
    assert (ranking.is_used, ranking.weights, ranking.causes) == (False, {}, {})
    assert order(causes) == [causes[0].pk, causes[1].pk]


def test_few_decisions_teach_nothing_and_learning_again_replaces_the_row():
    decided(10, ticked=1)
    assert learn().is_used is False
    learn()
    assert CauseRanking.objects.count() == 1


def test_among_equals_the_ticked_one_stands_in_their_middle():
    alike = [Decided(Fit(cause, 1.0), is_ticked=cause == 1) for cause in (1, 2, 3)]
    assert mean_reciprocal_rank([alike], {"score": 1.0}, {}) == 0.5
    assert (
        mean_reciprocal_rank([[*alike, Decided(Fit(4, 1.2), is_ticked=False)]], {"score": 1.0}, {}) == 1 / 3
    )

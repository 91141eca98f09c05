"""Keeps the daily totals: every night the day that ended, and once more what may still have changed before it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from portal.figures.counted import Counted, events, first_day, standing
from portal.figures.tables import STANDING, DailyTotal, Measure

AGAIN = timedelta(days=14)
"""So long after a day its numbers are counted anew: a danger is looked at, a question of it answered or erased."""

LIVE = (Measure.SEARCH_MISS, Measure.SEARCH_NAME)
BATCH = 1_000


def keep_totals(today: date | None = None) -> tuple[date, date]:
    """Count up to yesterday; returns the first and the last day counted.

    The first time it begins with the first question, after nights that were left out with the last day counted.
    """
    last = (today or timezone.localdate()) - timedelta(days=1)
    first = min(last - AGAIN, DailyTotal.objects.newest_day() or first_day() or last)
    _store(events(first, last), first, last, [name for name in Measure if name not in (*LIVE, *STANDING)])
    _store(standing(last), last, last, STANDING)
    return first, last


@transaction.atomic
def _store(counted: Counted, first: date, last: date, measures: list[Measure] | tuple[Measure, ...]) -> None:
    """Put these numbers in the place of those that these days had of these measures."""
    DailyTotal.objects.between(first, last).filter(measure__in=measures).delete()
    rows = [
        DailyTotal(day=day, measure=measure, key=key, value=value)
        for (day, measure, key), value in counted.items()
    ]
    DailyTotal.objects.bulk_create(
        rows,
        BATCH,
        update_conflicts=True,
        unique_fields=["day", "measure", "key"],
        update_fields=["value"],
    )

"""Reads the totals of a period: as many queries for a week as for ten years, however many questions there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth, TruncWeek, TruncYear
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conditions.models import Cause
from consult.models import Specialty
from portal.figures.tables import STANDING, DailyTotal, Measure

USUAL = timedelta(weeks=12)
# (longest period in days, how it is cut into steps, what a step is called, how its first day is written)
STEPS = (
    (400, TruncWeek, _("Week from"), "j M Y"),
    (1_900, TruncMonth, _("Month"), "F Y"),
    (10**6, TruncYear, _("Year"), "Y"),
)
OVER_TIME = (
    Measure.ASKED,
    Measure.ANSWERED,
    Measure.DEFLECTED,
    Measure.HELPED,
    Measure.NOT_HELPED,
    Measure.SEARCH_MISS,
)


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both counted in."""

    first: date
    last: date

    @classmethod
    def usual(cls, newest: date | None) -> "Period":
        """Twelve weeks up to the newest day that was counted, from a Monday on."""
        last = newest or timezone.localdate() - timedelta(days=1)
        first = last - USUAL
        return cls(first + timedelta(days=-first.weekday() % 7), last)

    @property
    def _step(self) -> tuple[int, Any, Any, str]:
        days = (self.last - self.first).days
        return next(step for step in STEPS if days <= step[0])

    @property
    def step_name(self) -> str:
        """What a step is called above its column."""
        return str(self._step[2])

    @property
    def cut(self) -> Any:
        """How the database finds the first day of a step."""
        return self._step[1]

    def step_words(self, start: date) -> str:
        """A step in words."""
        return date_format(start, self._step[3])

    @property
    def steps(self) -> list[date]:
        """The first day of every step, the empty ones too."""
        found: list[date] = []
        day = self._start_of(self.first)
        while day <= self.last:
            found.append(day)
            day = self._start_of(
                day + timedelta(days={TruncWeek: 7, TruncMonth: 32, TruncYear: 366}[self.cut])
            )
        return found

    def _start_of(self, day: date) -> date:
        """The first day of the step in which this day lies."""
        if self.cut is TruncWeek:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self.cut is TruncMonth else day.replace(month=1, day=1)


@dataclass
class Totals:
    """The totals of one period."""

    period: Period
    of_keys: dict[str, dict[str, int]] = field(default_factory=dict)
    of_steps: dict[tuple[date, str], int] = field(default_factory=dict)
    stood_on: date | None = None

    @classmethod
    def read(cls, period: Period) -> "Totals":
        """Four queries."""
        found = cls(period)
        rows = DailyTotal.objects.between(period.first, period.last)
        for measure, key, value in _sums(rows.exclude(measure__in=STANDING), "measure", "key"):
            found.of_keys.setdefault(measure, {})[key] = value
        steps = rows.filter(measure__in=OVER_TIME).annotate(step=period.cut("day"))
        found.of_steps = {(step, measure): value for step, measure, value in _sums(steps, "step", "measure")}
        # What stood on each day is no sum: the last day of the period tells it.
        found.stood_on = rows.newest_day()
        if found.stood_on:
            last = DailyTotal.objects.filter(day=found.stood_on, measure__in=STANDING)
            for measure, key, value in last.values_list("measure", "key", "value"):
                found.of_keys.setdefault(measure, {})[key] = value
        return found

    def of(self, measure: Measure) -> Mapping[str, int]:
        """The numbers of a measure by key."""
        return self.of_keys.get(measure, {})

    def over_time(self, *measures: Measure) -> Iterator[tuple[str, list[int]]]:
        """Each step in words, with the numbers of these measures."""
        for start in self.period.steps:
            numbers = [self.of_steps.get((start, measure), 0) for measure in measures]
            yield self.period.step_words(start), numbers

    @cached_property
    def specialties(self) -> dict[str, Specialty]:
        """The specialties by key.  One query."""
        return {str(row.pk): row for row in Specialty.objects.order_by("name")}

    @cached_property
    def causes(self) -> dict[str, Cause]:
        """The causes that are named, with their pages.  One query, none without any."""
        numbers = [int(key) for key in self.of(Measure.OVERDUE)]
        rows = Cause.objects.select_related("page").in_bulk(numbers) if numbers else {}
        return {str(key): row for key, row in rows.items()}


def _sums(rows: Any, *columns: str) -> Any:
    """The sums of the rows by these columns."""
    return rows.order_by().values_list(*columns).annotate(Sum("value"))

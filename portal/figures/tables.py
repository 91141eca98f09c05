"""Daily totals: all that is kept for the figures."""

from datetime import date

from django.db import models
from django.db.models import Max


class DailyTotalQuerySet(models.QuerySet["DailyTotal"]):
    """Named reads of totals."""

    def between(self, first: date, last: date) -> "DailyTotalQuerySet":
        """Those of these days, both counted in."""
        return self.filter(day__gte=first, day__lte=last)

    def newest_day(self) -> date | None:
        """The last day that was counted."""
        found: date | None = self.filter(measure=Measure.BACKLOG_TAKEN).aggregate(day=Max("day"))["day"]
        return found


class Measure(models.TextChoices):
    """What is counted.  Of some a key says for which specialty, age or kind; a key is never a word of anybody."""

    ASKED = "asked"
    ANSWERED = "answered"  # by specialty
    IN_TARGET = "in_target"  # by specialty
    WAITED = "waited"  # by specialty and hours, rounded up to an edge
    DEFLECTED = "deflected"
    HELPED = "helped"
    NOT_HELPED = "not_helped"
    DANGER_LOOKED = "danger_looked"  # by kind and how soon
    DANGER_CASE = "danger_case"  # by kind and what became of the question
    # Counted when it happens: a search leaves no row behind.
    SEARCH_MISS = "search_miss"
    SEARCH_NAME = "search_name"  # by the name of a condition, symptom or medicine, as the lexicon calls it
    # How things stood at the end of the day.
    BACKLOG_TAKEN = "backlog_taken"
    BACKLOG = "backlog"  # by age
    CASES = "cases"  # by specialty
    NO_CAUSE = "no_cause"  # by specialty
    OVERDUE = "overdue"  # by cause


STANDING = (Measure.BACKLOG_TAKEN, Measure.BACKLOG, Measure.CASES, Measure.NO_CAUSE, Measure.OVERDUE)
"""How things stood at the end of a day: no sum of several days."""


class DailyTotal(models.Model):
    """One number of one day.  It tells of nobody, and stays when what it was counted from is erased."""

    day = models.DateField()
    measure = models.CharField(max_length=20, choices=Measure)
    key = models.CharField(max_length=80, blank=True)
    value = models.PositiveIntegerField()

    objects = DailyTotalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("read_figures", "Can read the figures of the service")]
        constraints = [
            models.UniqueConstraint(fields=["day", "measure", "key"], name="total_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.day}"

"""How long patients really wait for a reply."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone

from consult.models import Question, Specialty
from consult.models.question import Origin

SAMPLE = 200
RECENT = timedelta(days=180)


@dataclass(frozen=True)
class WaitingTime:
    """Median and 90th percentile of the time to the first reply, over `count` questions."""

    median: timedelta
    ninetieth: timedelta
    count: int


def waiting_time(specialty: Specialty | None) -> WaitingTime | None:
    """Measure the last answered questions of one specialty, or of all when it is None.

    Only questions that patients asked here in the last 180 days count, 200 at most.  None below
    MINIMUM_WAITING_SAMPLE questions: a figure from two cases would mislead.  The time in which we waited for
    the patient is left out.
    """
    questions = Question.objects.filter(
        origin=Origin.PATIENT, answered_at__isnull=False, answered_at__gte=timezone.now() - RECENT
    )
    if specialty is not None:
        questions = questions.in_specialty(specialty)
    began = Coalesce("waits_from", "asked_at")
    rows = questions.order_by("-answered_at").values_list(began, "answered_at")[:SAMPLE]
    seconds = [max((answered - since).total_seconds(), 0) for since, answered in rows if answered]
    if len(seconds) < max(settings.MINIMUM_WAITING_SAMPLE, 2):
        return None
    ninetieth = quantiles(seconds, n=10, method="inclusive")[-1]
    return WaitingTime(timedelta(seconds=median(seconds)), timedelta(seconds=ninetieth), len(seconds))


def waiting_words(specialty: Specialty | None) -> dict[str, Any]:
    """Return what `consult/case/waiting.html` shows of the waiting time in this specialty.  One query."""
    found = waiting_time(specialty)
    return {
        "waiting_in": specialty,
        "waiting": found,
        "median": in_words(found.median) if found else None,
        "ninetieth": in_words(found.ninetieth) if found else None,
    }


def in_words(span: timedelta) -> tuple[str, int]:
    """Return the unit ("hours" or "days") and the number, rounded up, that a patient would use."""
    hours = -(-int(span.total_seconds()) // 3600)
    return ("hours", max(hours, 1)) if hours < 48 else ("days", -(-hours // 24))

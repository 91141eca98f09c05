"""What is counted of each day, from the rows of the site: only numbers leave here."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from conditions.models import Cause, CauseLink, Deflection
from consult.desk.waiting import site_target
from consult.models import FollowUp, HelpfulVote, Question, RedFlagFinding, Specialty, Suspicion
from consult.models.question import Origin
from consult.models.status import APART, REPLIED, STATES
from portal.figures.tables import Measure

HOURS = (6, 12, 24, 48, 72, 96, 168, 336, 672)
"""Waiting times are rounded up to one of these; longer ones are "more"."""
MORE = "more"
AGES = (12, 24, 48, 96, 168, 336)
"""The hours by which the age of what waits is told."""
LOOKED = (("hour", timedelta(hours=1)), ("day", timedelta(days=1)))
MOST_CAUSES = 20

# What is counted: a day, a measure and its key.
Counted = Counter[tuple[date, str, str]]


def origins() -> list[str]:
    """Whose questions count: those of patients, and on the demo site those invented for it."""
    return [Origin.PATIENT, Origin.DEMO] if settings.DEMO else [Origin.PATIENT]


def edge_of(hours: float, edges: tuple[int, ...]) -> str:
    """The first of the edges that the hours do not pass."""
    at = bisect_left(edges, hours)
    return str(edges[at]) if at < len(edges) else MORE


def events(first: date, last: date) -> Counted:
    """What happened on these days, both counted in."""
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    counted: Counted = Counter()
    for day, measure, key in (
        *_asked(start, end),
        *_answered(start, end),
        *_votes(start, end),
        *_dangers(start, end),
    ):
        counted[day, measure, key] += 1
    found = Deflection.objects.filter(happened_on__gte=first, happened_on__lte=last)
    for day, number in found.order_by().values_list("happened_on").annotate(Count("pk")):
        counted[day, Measure.DEFLECTED, ""] = number
    return counted


def standing(day: date) -> Counted:
    """How things stand now, as what the day ended with."""
    counted: Counted = Counter({(day, Measure.BACKLOG_TAKEN, ""): 1})
    now = timezone.now()
    waiting = Question.objects.waiting().order_by().values_list("waiting_since", flat=True)
    for since in waiting.iterator():
        counted[day, Measure.BACKLOG, edge_of(_hours(now - since), AGES)] += 1
    for measure, rows in ((Measure.CASES, _cases()), (Measure.NO_CAUSE, _without_cause())):
        for specialty, number in rows.order_by().values_list("specialty").annotate(Count("pk")):
            counted[day, measure, _key(specialty)] = number
    for cause, number in _overdue_causes():
        counted[day, Measure.OVERDUE, str(cause)] = number
    return counted


def first_day() -> date | None:
    """The day of the first question that counts."""
    rows = Question.objects.filter(origin__in=origins()).order_by("asked_at")
    asked = rows.values_list("asked_at", flat=True).first()
    return timezone.localdate(asked) if asked else None


def _asked(start: datetime, end: datetime) -> Iterator[tuple[date, str, str]]:
    """The questions that were sent."""
    rows = Question.objects.filter(origin__in=origins(), asked_at__gte=start, asked_at__lt=end)
    for asked in rows.exclude(status__in=APART).order_by().values_list("asked_at", flat=True).iterator():
        yield timezone.localdate(asked), Measure.ASKED, ""


def _answered(start: datetime, end: datetime) -> Iterator[tuple[date, str, str]]:
    """First replies, by specialty, with how long the patient waited for us and whether that was within its target."""
    targets = {row.pk: row.target for row in Specialty.objects.all()}
    site = site_target()
    rows = Question.objects.filter(origin__in=origins(), answered_at__gte=start, answered_at__lt=end)
    began = Coalesce("waits_from", "asked_at")
    for since, answered, specialty in (
        rows.order_by().values_list(began, "answered_at", "specialty").iterator()
    ):
        day, key, waited = timezone.localdate(answered), _key(specialty), answered - since
        yield day, Measure.ANSWERED, key
        yield day, Measure.WAITED, f"{key}:{edge_of(_hours(waited), HOURS)}"
        if waited <= targets.get(specialty, site):
            yield day, Measure.IN_TARGET, key


def _votes(start: datetime, end: datetime) -> Iterator[tuple[date, str, str]]:
    """What readers said of replies."""
    apart = Suspicion.objects.apart().filter(vote=OuterRef("pk"))
    rows = HelpfulVote.objects.filter(~Exists(apart), created_at__gte=start, created_at__lt=end).order_by()
    for at, helped in rows.values_list("created_at", "helped").iterator():
        yield timezone.localdate(at), Measure.HELPED if helped else Measure.NOT_HELPED, ""


def _dangers(start: datetime, end: datetime) -> Iterator[tuple[date, str, str]]:
    """What the safety check marked, by when somebody looked and what became of the question."""
    rows = RedFlagFinding.objects.filter(
        question__origin__in=origins(), found_at__gte=start, found_at__lt=end
    )
    fields = (
        "kind",
        "found_at",
        "looked_at",
        "question__status",
        "followup__kind",
        "followup__answered_at",
    )
    for kind, found, looked, status, message, answered in rows.order_by().values_list(*fields).iterator():
        waits = message == FollowUp.Kind.FOLLOW_UP and answered is None
        day = timezone.localdate(found)
        yield day, Measure.DANGER_LOOKED, f"{kind}:{_how_soon(found, looked)}"
        yield day, Measure.DANGER_CASE, f"{kind}:{_what_became(status, waits=waits)}"


def _how_soon(found: datetime, looked: datetime | None) -> str:
    """When somebody of the staff looked."""
    if looked is None:
        return "nobody"
    return next((name for name, span in LOOKED if looked - found <= span), "later")


def _what_became(status: str, *, waits: bool) -> str:
    """What became of the question, as far as it has come; a follow-up that `waits` has no answer yet."""
    state = STATES[status]
    if state.is_replied:
        return "open" if waits else "answered"
    if state.is_refused:
        return "declined"
    return "withdrawn" if state.is_final else "open"


def _cases() -> Any:
    """Questions with a reply."""
    return Question.objects.filter(status__in=REPLIED)


def _without_cause() -> Any:
    """Those of them with no reply that a person linked to a cause or page."""
    links = CauseLink.objects.confirmed().filter(reply__question=OuterRef("pk"))
    return _cases().exclude(Exists(links))


def _overdue_causes() -> Iterable[tuple[int, int]]:
    """The causes with most public cases among those whose page is overdue for review."""
    links = CauseLink.objects.public().filter(cause__page__next_review_on__lt=timezone.localdate())
    cases = links.order_by().values_list("cause").annotate(cases=Count("reply__question", distinct=True))
    told = cases.filter(cause__in=Cause.objects.told().values("pk"))
    return told.order_by("-cases", "cause")[:MOST_CAUSES]


def _key(specialty: int | None) -> str:
    """A specialty by its number; "" where the patient was not sure."""
    return str(specialty or "")


def _hours(span: timedelta) -> float:
    return max(span.total_seconds(), 0) / 3600


def _midnight(day: date) -> datetime:
    """When the day began, where the site is."""
    return timezone.make_aware(datetime.combine(day, time.min))

"""What Prometheus is told of the site as a whole, asked of the database at each scrape."""

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.db.models import Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from consult.models import OutboxMessage, Question
from portal.deployment import TROUBLES
from portal.models import ScheduledGroup
from portal.upkeep import recent_troubles


class SiteFigures(Collector):
    """The names of what degrades the site are those of /health/ready/."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All figures; only that the database is away, when it is."""
        try:
            yield from list(_figures())
            is_up = 1
        except DatabaseError:
            is_up = 0
        finally:
            connection.close()  # each scrape has a thread of its own
        yield GaugeMetricFamily("consilium_database_up", "Whether the database answers.", is_up)

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked when it is registered."""
        return []


def _figures() -> Iterator[GaugeMetricFamily]:
    """Counts and ages."""
    now = timezone.now()
    due = OutboxMessage.objects.due()
    oldest = due.aggregate(oldest=Min("created_at"))["oldest"]
    waited = (now - oldest).total_seconds() if oldest else 0
    yield GaugeMetricFamily("consilium_outbox_due", "Messages that wait for the mail server.", due.count())
    yield GaugeMetricFamily(
        "consilium_outbox_oldest_seconds", "How long the first of them has waited.", waited
    )
    waiting = Question.objects.waiting().count()
    yield GaugeMetricFamily("consilium_questions_waiting", "Questions that wait for a doctor.", waiting)
    ages = GaugeMetricFamily(
        "consilium_schedule_age_seconds", "Since regular work was last started.", labels=["group"]
    )
    for name, started in ScheduledGroup.objects.values_list("name", "started_at"):
        ages.add_metric([name], (now - started).total_seconds())
    yield ages
    found = recent_troubles()
    trouble = GaugeMetricFamily("consilium_trouble", "What degrades the site, 1 or 0.", labels=["name"])
    for name in TROUBLES:
        trouble.add_metric([name], name in found)
    yield trouble

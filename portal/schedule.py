"""What has to be done regularly, and how often: one list for every machine, carried out by `manage.py run_scheduled`.

Each group is started by whoever claims it first, so any number of machines may run the command.
"""

import io
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from consult.common.database import give_back_connection
from portal.models import ScheduledGroup

logger = logging.getLogger(__name__)

NIGHT = 4
"""The hour, in the site's time zone, from which the daily work is done."""


@dataclass(frozen=True)
class Group:
    """Commands that are carried out one after the other, and how often."""

    name: str
    every: timedelta
    commands: tuple[str, ...]

    def last_due(self, now: datetime) -> datetime:
        """When it should have been started last."""
        if self.every < timedelta(days=1):
            return now - self.every
        night = timezone.localtime(now).replace(hour=NIGHT, minute=0, second=0, microsecond=0)
        return night if night <= now else night - timedelta(days=1)


GROUPS = (
    Group("every minute", timedelta(seconds=50), ("publish_scheduled", "send_notifications", "scrub_erased")),
    Group("every hour", timedelta(hours=1), ("share_out",)),
    Group(
        "every night",
        timedelta(days=1),
        (
            "apply_retention",
            "remind_of_reviews",
            "send_digests",
            "note_changed_references",
            "keep_figures",
            "draw_sample",
            "rebuild_related",
            "check_sources",
        ),
    ),
)


def claim_due(now: datetime | None = None, busy: Collection[str] = ()) -> Iterator[Group]:
    """The groups that are due, each claimed in one step: of two machines that ask at once, one gets it.

    `busy` names groups that this process is still at: they are left to other machines.
    """
    now = now or timezone.now()
    for group in GROUPS:
        if group.name in busy:
            continue
        row, is_new = ScheduledGroup.objects.get_or_create(name=group.name, defaults={"started_at": now})
        due = ScheduledGroup.objects.filter(pk=row.pk, started_at__lte=group.last_due(now))
        if is_new or due.update(started_at=now, ended_at=None):
            yield group


def run(group: Group) -> str:
    """Carry out a group to its end; returns the names of the commands that failed, which the log explains."""
    failed = []
    for command in group.commands:
        if command == "check_sources" and not settings.CHECK_SOURCES:
            continue
        try:
            call_command(command, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
        except (Exception, SystemExit):  # the next one is none the worse for it
            logger.exception("The scheduled command %s failed.", command)
            failed.append(command)
        # While it works a command needs its connection; one after the other, other groups get at it in between.
        give_back_connection()
    problem = ", ".join(failed)
    ScheduledGroup.objects.filter(name=group.name).update(ended_at=timezone.now(), problem=problem)
    return problem

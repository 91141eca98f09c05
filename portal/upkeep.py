"""What a site needs beside its database, looked at for health and for `check --deploy`."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from consult.models import OutboxMessage, Question, Suspicion
from consult.models.scrub import OwedScrub
from portal.models import ScheduledGroup

LATE_MAIL = timedelta(hours=1)
LEAST_DISK = 500_000_000
"""Bytes that have to be free for the database, its log and the vectors to grow."""
LONG_WAIT = timedelta(days=14)
LONG_ASIDE = timedelta(hours=24)
"""So long a post may wait for a moderator; a patient may stand behind it."""
LONG_SCRUB = timedelta(hours=1)
"""So long somebody may read without a break before what was erased meanwhile leaves the file."""
SECONDS_KEPT = 60
"""How long an answer stands: looking costs more than a load balancer or Prometheus may ask for."""

Found = TypeVar("Found")


class KeptAMinute(Generic[Found]):
    """What a look finds, looked at again when it is a minute old.  Each process keeps its own."""

    def __init__(self, look: Callable[[], Found]) -> None:
        self._look = look
        self._kept: tuple[float, Found] | None = None

    def __call__(self) -> Found:
        """What was found within the last minute."""
        if self._kept is None or time.monotonic() - self._kept[0] > SECONDS_KEPT:
            self._kept = (time.monotonic(), self._look())
        return self._kept[1]

    def forget(self) -> None:
        """Look anew at the next call."""
        self._kept = None


def troubles() -> Iterator[str]:
    """The names of what is wrong: nothing here stops the site, all of it is felt soon.  The database is asked
    last, so that who catches its absence has heard of the rest.
    """
    if not static_files_are_collected():
        yield "static"
    if not cache_works():
        yield "cache"
    if shutil.disk_usage(settings.VAR_DIR).free < LEAST_DISK:
        yield "disk"
    if OutboxMessage.objects.due().filter(created_at__lt=timezone.now() - LATE_MAIL).exists():
        yield "mail"
    if Question.objects.waiting().filter(waiting_since__lt=timezone.now() - LONG_WAIT).exists():
        yield "queue"
    if Suspicion.objects.open().filter(noted_at__lt=timezone.now() - LONG_ASIDE).exists():
        yield "set_aside"
    if schedule_is_in_trouble():
        yield "schedule"
    if OwedScrub.objects.filter(noted_at__lt=timezone.now() - LONG_SCRUB).exists():
        yield "erasure"


recent_troubles = KeptAMinute(lambda: list(troubles()))
"""What health and the figures for Prometheus tell."""


def schedule_is_in_trouble() -> bool:
    """Whether a command of `run_scheduled` failed the last time, or what is done every minute is an hour late.

    A site that has never run it (one with cron) is not asked.
    """
    late = Q(name="every minute", started_at__lt=timezone.now() - LATE_MAIL)
    return ScheduledGroup.objects.filter(late | ~Q(problem="")).exists()


def static_files_are_collected() -> bool:
    """Whether the manifest names every file of ours, as after `collectstatic`."""
    if "portal.static_storage" not in settings.STORAGES["staticfiles"]["BACKEND"]:
        return True
    try:
        manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())["paths"]
    except (OSError, ValueError, KeyError):
        return False
    own = Path(settings.BASE_DIR) / "static"
    return all(str(path.relative_to(own)) in manifest for path in own.rglob("*") if path.is_file())


def cache_works() -> bool:
    """Whether it keeps what it is given: without it no rate limit holds."""
    try:
        cache.set("upkeep", 1, 60)
        return bool(cache.get("upkeep") == 1)
    except Exception:  # whatever a cache of another kind raises
        return False

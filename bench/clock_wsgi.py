"""The application with a clock that faults.py sets: seconds beside the real time, in the file that BENCH_CLOCK names.

Set for all that asks Python for the time of day, before anything of the site is imported; waiting is not touched, and
the clock of the database is its own.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import django.utils.timezone

CLOCK = Path(os.environ["BENCH_CLOCK"])
real_time = time.time


def set_time() -> float:
    """The time that the site is told."""
    return real_time() + float(CLOCK.read_text() or 0)


time.time = set_time
django.utils.timezone.now = lambda: datetime.fromtimestamp(set_time(), UTC)

from portal.wsgi import application  # noqa: E402

__all__ = ["application"]

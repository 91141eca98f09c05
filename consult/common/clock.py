"""What changes without anybody changing it: the moment, the day, and what a setting makes of them.

A read whose SQL is written once (consult.prepared) must not keep the moment in which it was written.  Named reads that
depend on the clock take it from here: there it stands for "whatever it is when the read is called".
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from django.utils import timezone

Time = TypeVar("Time", datetime, date)
Noted = dict[Callable[[], datetime | date], datetime | date]

NO_TIME = datetime(9980, 1, 1, tzinfo=UTC)

_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


def at_call(read: Callable[[], Time]) -> Time:
    """What this function says now; while SQL is written once, a time that no row has, which stands for it."""
    noted = _noted.get()
    if noted is None:
        return read()
    if read not in noted:
        # A day of its own for each, so that it is known again among the parameters.
        stand_in = NO_TIME + timedelta(days=len(noted))
        noted[read] = stand_in if isinstance(read(), datetime) else stand_in.date()
    return noted[read]  # type: ignore[return-value]


@contextmanager
def noting() -> Iterator[Noted]:
    """Gives what is asked of the clock meanwhile: each function, and the time that stands for what it says."""
    found: Noted = {}
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def now() -> datetime:
    """The moment."""
    return at_call(_now)


def today() -> date:
    """The day where the site is."""
    return at_call(_today)


def _now() -> datetime:
    return timezone.now()


def _today() -> date:
    return timezone.localdate()

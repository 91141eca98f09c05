"""Which replicas may be read: those that are no further behind than REPLICA_LAG_SECONDS.

Each process asks now and then how far the primary's log is, and whether a replica has come to where the log was the
time before.  A replica that has holds everything that was committed until then; a mark that is older than that time
says nothing.  While the primary refuses connections nothing can be withdrawn either, and replicas are read as they are.
"""

import random
import threading
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections


@dataclass
class State:
    """What is known of one replica."""

    mark: str = ""
    """Where the primary's log was at the last look."""
    marked_at: float = 0
    is_fresh: bool = False
    next_look: float = 0
    guard: threading.Lock = field(default_factory=threading.Lock)


_states: dict[str, State] = {}


def fresh_replica() -> str:
    """The alias of a replica that may be read, or of the primary where there is none."""
    fresh = [alias for alias in settings.REPLICAS if _is_fresh(alias)]
    return random.choice(fresh) if fresh else DEFAULT_DB_ALIAS  # noqa: S311  (spreads load)


def leave_alone(alias: str) -> None:
    """A replica did not answer: none is tried again at once."""
    state = _states.setdefault(alias, State())
    state.is_fresh, state.mark = False, ""
    state.next_look = time.monotonic() + settings.REPLICA_LAG_SECONDS
    connections[alias].close()


def _is_fresh(alias: str) -> bool:
    """What was found, looked up again when it is old; by one thread, while others go by what they have."""
    state = _states.setdefault(alias, State())
    if time.monotonic() >= state.next_look and state.guard.acquire(blocking=False):
        try:
            _look(alias, state)
        finally:
            state.guard.release()
    return state.is_fresh


def _look(alias: str, state: State) -> None:
    """Half of the allowed time passes between two looks, half may pass after the second."""
    is_told = bool(state.mark) and time.monotonic() - state.marked_at <= settings.REPLICA_LAG_SECONDS
    try:
        state.is_fresh = is_told and bool(
            _one(alias, "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn", state.mark)
        )
    except DatabaseError:
        leave_alone(alias)
        return
    try:
        state.mark = str(_one(DEFAULT_DB_ALIAS, "SELECT pg_current_wal_lsn()::text"))
        state.marked_at = time.monotonic()
    except DatabaseError as error:
        if refuses_connections(error):
            state.marked_at = time.monotonic()
        connections[DEFAULT_DB_ALIAS].close()
    state.next_look = time.monotonic() + settings.REPLICA_LAG_SECONDS / 2


def refuses_connections(error: DatabaseError) -> bool:
    """Whether nothing listens there, for anybody: not a full pool, nor a broken network of this machine alone."""
    return "connection refused" in str(error).lower()


def _one(alias: str, query: str, *values: str) -> object:
    with connections[alias].cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return row[0] if row else None

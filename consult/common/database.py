"""What the two databases want done differently, and the one place that asks which of them is in use."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from django.apps import apps
from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    InternalError,
    OperationalError,
    connections,
    transaction,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

T = TypeVar("T")

READ_ONLY = "25006"
"""What PostgreSQL calls a write in a transaction that may only read."""

SAMPLED_ROWS = 1_000
"""Rows of each index that SQLite looks at for its statistics: enough, and the time does not grow with the table."""


def for_database(connection: BaseDatabaseWrapper, *, sqlite: T, postgresql: T) -> T:
    """The one of the two that is meant for this database."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def one_list(first: QuerySet[Any, Any], *others: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """What any of these reads of keys finds, for `pk__in`.

    Asked whether a row is in one list or in another, PostgreSQL reads every row; of one list it looks up each key.
    """
    return first.order_by().union(*(each.order_by() for each in others))


def is_unavailable(error: BaseException | None) -> bool:
    """Whether a database is away, busy, full, or takes no writes: nothing of ours is wrong, and it may pass.

    A read-only PostgreSQL (a standby, say) raises the same class of errors as a transaction that has failed.
    """
    read_only = isinstance(error, InternalError) and getattr(error.__cause__, "sqlstate", "") == READ_ONLY
    return isinstance(error, OperationalError | InterfaceError) or read_only


def give_back_connection() -> None:
    """Let others of the pool have this thread's connection while it waits for anything but the database.

    Without a pool it is kept, as in a transaction.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()


@contextmanager
def without_waiting() -> Iterator[None]:
    """Let SQLite refuse at once while somebody else writes, instead of making anybody wait."""
    connection = connections[DEFAULT_DB_ALIAS]
    if for_database(connection, sqlite=False, postgresql=True):
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        timeout = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {timeout}")


def savepoint() -> AbstractContextManager[None]:
    """Keep a fault inside from spoiling the transaction that is open.  Where none is, none is opened: long work would
    hold the one lock for writing that SQLite has."""
    return transaction.atomic() if connections[DEFAULT_DB_ALIAS].in_atomic_block else nullcontext()


def analyze() -> None:
    """Collect what the planner knows of every table.  Everything that stores many rows at once ends with it.

    Without it a table counts as being as small as it was when it was last looked at, perhaps empty, and the planner
    walks it row by row for every row of another one.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    models = apps.get_models(include_auto_created=True)
    tables = ", ".join(
        connection.ops.quote_name(model._meta.db_table) for model in models if model._meta.managed
    )
    statements = for_database(
        connection,
        sqlite=[f"PRAGMA analysis_limit = {SAMPLED_ROWS}", "ANALYZE"],
        postgresql=[f"ANALYZE {tables}"],
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def empty_write_ahead_log() -> bool:
    """Let SQLite write its log into the database file, where deleted text has been overwritten, and empty the log.

    Nobody is waited for: while somebody else writes, or reads what was before, nothing is lost and the answer is False.
    PostgreSQL frees the space of deleted rows by itself.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if for_database(connection, sqlite=False, postgresql=True):
        return True
    with without_waiting(), connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _frames, _written = cursor.fetchone()
    return not is_busy

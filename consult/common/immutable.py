"""Tables that grow and never change: the database itself refuses to update or delete their rows.

Who may write the schema can take the triggers away; that nobody did is what the hash chain of the audit trail shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from consult.common.database import for_database

MESSAGE = "This table cannot be changed."


def protect(*tables: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Refuse changes of these tables from now on.  Safe to run twice: rebuilding a table of SQLite loses triggers."""
    _run(
        connections[using],
        [statement for table in tables for statement in _guards(connections[using], table)],
    )


@contextmanager
def unprotected(*tables: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Allow changes for a while.  For tests, which empty every table."""
    connection = connections[using]
    _run(connection, [statement for table in tables for statement in _no_guards(connection, table)])
    yield
    protect(*tables, using=using)


def is_protected(table: str, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether its triggers stand."""
    connection = connections[using]
    count = for_database(
        connection,
        sqlite="SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
        postgresql="SELECT count(*) FROM pg_trigger WHERE tgname LIKE %s",
    )
    with connection.cursor() as cursor:
        cursor.execute(count, [f"{table}_keeps_%"])
        return bool(cursor.fetchone()[0] >= 2)


def _guards(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """The statements that make the triggers of one table."""
    sqlite = [
        f"CREATE TRIGGER IF NOT EXISTS {table}_keeps_{name} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for name, act in (("rows", "DELETE"), ("words", "UPDATE"))
    ]
    postgresql = [
        "CREATE OR REPLACE FUNCTION consult_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
        *_no_guards(connection, table),
        f"CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION consult_refuse_change()",
        f"CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION consult_refuse_change()",
    ]
    return for_database(connection, sqlite=sqlite, postgresql=postgresql)


def _no_guards(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """The statements that take them away."""
    names = [f"{table}_keeps_{name}" for name in ("rows", "words", "all")]
    return for_database(
        connection,
        sqlite=[f"DROP TRIGGER IF EXISTS {name}" for name in names],
        postgresql=[f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in names],
    )


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

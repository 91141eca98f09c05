"""Triggers, written once for both databases.

They keep derived rows in step whoever writes: a form, a command, a bulk update, a cascade, a person with a database
shell.  They are made after every migrate, not in migrations: SQLite drops those of a table whenever it rebuilds it.
The name of a trigger ends with a digest of what it does, so one that was changed is replaced, and one that is right
is left alone.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from consult.common.database import for_database

EVENTS = ("INSERT", "UPDATE", "DELETE")

AT_HAND = 2**62
"""Stands for the row at hand while SQL is written; no row has it as its key."""


@dataclass(frozen=True)
class Trigger:
    """Statements that run after each row of `table` that is inserted, updated or deleted.

    They speak of `new.column` and `old.column`.  An update counts when one of `columns` has another value.  `first`
    stands before the statements on PostgreSQL, where two may write at once.
    """

    name: str
    table: str
    event: str
    statements: tuple[str, ...]
    columns: tuple[str, ...] = ()
    first: str = ""

    def sql(self, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        """The name under which this database knows it, and the statements that make it."""
        body = "; ".join(self.statements)
        changed = self._changed(for_database(connection, sqlite="IS NOT", postgresql="IS DISTINCT FROM"))
        digest = hashlib.sha256(repr((self, for_database(connection, sqlite=1, postgresql=2))).encode())
        name = f"{self.name}_{digest.hexdigest()[:8]}"
        head = f"CREATE TRIGGER {name} AFTER {self.event} ON {self.table}"
        when = f" WHEN {changed}" if changed else ""
        # On PostgreSQL the condition stands in the body: in the trigger it would keep columns from being dropped.
        inner = f"{self.first}{body};"
        inner = f"IF {changed} THEN {inner} END IF;" if changed else inner
        return name, for_database(
            connection,
            sqlite=[f"{head}{when} BEGIN {body}; END"],
            postgresql=[
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$body$ BEGIN {inner} RETURN NULL; END $body$",
                f"{head} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ],
        )

    def _changed(self, differs: str) -> str:
        """Whether an update counts."""
        if self.event != "UPDATE":
            return ""
        return " OR ".join(f"old.{column} {differs} new.{column}" for column in self.columns)


def ensure_triggers(connection: BaseDatabaseWrapper, prefix: str, triggers: Iterable[Trigger]) -> bool:
    """Make these the only triggers whose names begin with `prefix`; tell whether any had to be made."""
    wanted = dict(trigger.sql(connection) for trigger in triggers)
    standing = _standing(connection, prefix)
    missing = [name for name in wanted if name not in standing]
    with connection.cursor() as cursor:
        _drop(connection, {name: table for name, table in standing.items() if name not in wanted})
        for name in missing:
            for statement in wanted[name]:
                cursor.execute(statement)
    return bool(missing)


def drop_triggers(connection: BaseDatabaseWrapper, prefix: str) -> None:
    """Take them away on SQLite, which refuses to rebuild a table that a trigger speaks of."""
    if for_database(connection, sqlite=True, postgresql=False):
        _drop(connection, _standing(connection, prefix))


def _standing(connection: BaseDatabaseWrapper, prefix: str) -> dict[str, str]:
    """The tables of the triggers whose names begin with `prefix`, by the name of the trigger."""
    query = for_database(
        connection,
        sqlite="SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
        postgresql="SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s",
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{prefix}%"])
        return dict(cursor.fetchall())


def _drop(connection: BaseDatabaseWrapper, triggers: dict[str, str]) -> None:
    """Drop these triggers, given with their tables."""
    with connection.cursor() as cursor:
        for name, table in triggers.items():
            statements: Sequence[str] = for_database(
                connection,
                sqlite=[f"DROP TRIGGER IF EXISTS {name}"],
                postgresql=[
                    f"DROP TRIGGER IF EXISTS {name} ON {table}",
                    f"DROP FUNCTION IF EXISTS {name}()",
                ],
            )
            for statement in statements:
                cursor.execute(statement)


def plain_sql(rows: QuerySet[Any, Any], connection: BaseDatabaseWrapper, at_hand: str = "") -> str:
    """The SQL of a queryset without parameters; `at_hand` (an SQL expression) stands where it says AT_HAND."""
    sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    return str(sql) % tuple(at_hand if value == AT_HAND else _quoted(value) for value in parameters)


def _quoted(value: Any) -> str:
    """A value as it stands in SQL."""
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"

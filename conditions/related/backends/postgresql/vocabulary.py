"""How many entries have each term, kept by triggers: counting them by GIN visits a row for every use.

Writers append, so that none waits for another: each statement that changes entries adds a row for each term whose
number it changes.  What a term counts is the sum of its rows; `fold` makes one of them again.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

import hashlib
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from conditions.related.backends.base import AREAS, TABLE

NAME = "conditions_vocabulary"

ROWS = 20
"""Rows of one term from which they are made one."""

FOLD = (
    f"WITH many AS (SELECT area, term FROM {NAME} GROUP BY area, term "
    f"HAVING count(*) >= {ROWS} OR sum(entries) <= 0), "
    f"gone AS (DELETE FROM {NAME} AS kept USING many "
    "WHERE kept.area = many.area AND kept.term = many.term RETURNING kept.area, kept.term, kept.entries) "
    f"INSERT INTO {NAME} (area, term, entries) SELECT area, term, sum(entries) FROM gone "
    "GROUP BY area, term HAVING sum(entries) <> 0"
)


LOOK = f"ANALYZE {NAME}; "
"""For a table that the planner last saw empty, folding would compare every row with every other."""

LOCK = f"LOCK TABLE {NAME} IN SHARE ROW EXCLUSIVE MODE; "
"""Writers wait while rows are made one: a term that they remove meanwhile would come back."""


def document_frequency(areas: Sequence[str], terms: Sequence[str]) -> dict[str, dict[str, int]]:
    """Entries with each term, area by area."""
    found = {area: dict.fromkeys(terms, 0) for area in areas}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT area, term, sum(entries) FROM {NAME} WHERE area = ANY(%s) AND term = ANY(%s) GROUP BY area, term",
            [list(areas), list(terms)],
        )
        for area, term, entries in cursor.fetchall():
            found[area][term] = int(entries)
    return found


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Make the table and its triggers, and tidy it; count anew when a trigger was missing or another one."""
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {NAME} (area text NOT NULL, term text NOT NULL, entries integer NOT NULL)"
        )
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {NAME}_term ON {NAME} (area, term) INCLUDE (entries)")
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [f"{NAME}_%"])
        standing, wanted = {row[0] for row in cursor.fetchall()}, _triggers()
        if standing == set(wanted):
            cursor.execute(LOOK + LOCK + FOLD)
            return
        # Nobody writes an entry between the trigger and the count.
        cursor.execute(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")
        for name in standing:
            cursor.execute(f"DROP FUNCTION {name}() CASCADE")
        for statement in wanted.values():
            cursor.execute(statement)
        cursor.execute(f"TRUNCATE {NAME}")
        cursor.execute(_each(f"(SELECT *, 1 AS entries FROM {TABLE}) AS changed"))


def fold() -> None:
    """Make one row of the many of a term, and none of a term that no entry has any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOOK + LOCK + FOLD)


def _triggers() -> dict[str, str]:
    """The triggers, by a name that ends with a digest of what they do, so that one that was changed is made anew."""
    old, new = "OLD TABLE AS old_rows", "NEW TABLE AS new_rows"
    added = "(SELECT *, 1 AS entries FROM new_rows) AS changed"
    removed = "(SELECT *, -1 AS entries FROM old_rows) AS changed"
    columns = {column for _kind, column in AREAS.values()}
    differ = " OR ".join(f"old_rows.{column} <> new_rows.{column}" for column in sorted(columns))
    changed = "".join(f"{_counted(area, _changed(column))}; " for area, (_kind, column) in AREAS.items())
    bodies = {
        "INSERT": (f"REFERENCING {new}", _each(added)),
        "DELETE": (f"REFERENCING {old}", _each(removed) + _emptied()),
        "UPDATE": (
            f"REFERENCING {old} {new}",
            f"IF EXISTS (SELECT 1 FROM old_rows JOIN new_rows USING (id) WHERE {differ}) "
            f"THEN {changed}{_emptied()}END IF; ",
        ),
        "TRUNCATE": ("", f"DELETE FROM {NAME}; "),
    }
    made = {}
    for event, (tables, body) in bodies.items():
        name = f"{NAME}_{event.lower()}_{hashlib.sha256((tables + body).encode()).hexdigest()[:8]}"
        made[name] = (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {body}RETURN NULL; END $body$; "
            f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    return made


def _each(rows: str) -> str:
    """Count the terms of these rows in every area."""
    return "".join(f"{_counted(area, rows)}; " for area in AREAS)


def _changed(column: str) -> str:
    """The rows whose words an update changed, as they were and as they are."""
    pair = f"old_rows JOIN new_rows USING (id) WHERE old_rows.{column} <> new_rows.{column}"
    return (
        f"(SELECT old_rows.kind, old_rows.{column}, -1 AS entries FROM {pair} UNION ALL "
        f"SELECT new_rows.kind, new_rows.{column}, 1 FROM {pair}) AS changed"
    )


def _counted(area: str, rows: str) -> str:
    """Append how the number of entries with each term changes by these rows (kind, words, entries)."""
    kind, column = AREAS[area]
    words = f"SELECT DISTINCT word AS term FROM unnest(string_to_array(changed.{column}, ' ')) AS word"
    return (
        f"INSERT INTO {NAME} (area, term, entries) SELECT '{area}', said.term, sum(changed.entries) "
        f"FROM {rows} CROSS JOIN LATERAL ({words}) AS said "
        f"WHERE changed.kind = '{kind}' AND said.term <> '' GROUP BY said.term HAVING sum(changed.entries) <> 0"
    )


def _emptied() -> str:
    """Forget at once the terms that only a removed text had: somebody's name, say."""
    return "".join(
        f"DELETE FROM {NAME} WHERE area = '{area}' AND term IN (SELECT kept.term FROM {NAME} AS kept "
        f"WHERE kept.area = '{area}' AND kept.term IN "
        f"(SELECT unnest(string_to_array(old_rows.{column}, ' ')) FROM old_rows WHERE old_rows.kind = '{kind}') "
        "GROUP BY kept.term HAVING sum(kept.entries) <= 0); "
        for area, (kind, column) in AREAS.items()
    )

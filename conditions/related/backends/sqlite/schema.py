"""What SQLite needs beyond tables: the FTS5 tables and the triggers that keep them."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from conditions.related.backends.base import AREAS, TABLE
from conditions.related.backends.bm25 import TOKENIZER


def fts_table(area: str) -> str:
    """The name of an area's FTS5 table."""
    return f"conditions_words_{area}"


def loosen(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: SQLite refuses to rename a table they speak of."""
    with connection.cursor() as cursor:
        for name in _triggers():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing.  A keyword index that went without its triggers is filled anew."""
    with connection.cursor() as cursor:
        for area in AREAS:
            _drop_outdated(cursor, area)
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
        for area, (kind, column) in AREAS.items():
            _make_tables(cursor, area)
            if f"{fts_table(area)}_added" not in there:
                name = fts_table(area)
                cursor.execute(f"INSERT INTO {name}({name}) VALUES ('delete-all')")
                cursor.execute(
                    f"INSERT INTO {name}(rowid, words) SELECT id, {column} FROM {TABLE} WHERE kind = %s",
                    [kind],
                )
        for name, statement in _triggers().items():
            if name not in there:
                cursor.execute(statement)


def _drop_outdated(cursor: Any, area: str) -> None:
    """Drop an FTS5 table that cuts words in another way than today, with its triggers."""
    name = fts_table(area)
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [name])
    made = cursor.fetchone()
    if made and TOKENIZER not in made[0]:
        for trigger in _triggers():
            if trigger.startswith(f"{name}_"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        cursor.execute(f"DROP TABLE IF EXISTS {name}_vocabulary")
        cursor.execute(f"DROP TABLE {name}")


def _make_tables(cursor: Any, area: str) -> None:
    """A contentless FTS5 table, and the view of its vocabulary."""
    name = fts_table(area)
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5(words, content='', tokenize='{TOKENIZER}')"
    )
    cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {name}_vocabulary USING fts5vocab({name}, 'row')")


def _triggers() -> dict[str, str]:
    """The triggers that keep the keyword index and note removals, so that the vector file is wiped; by name."""
    made = {}
    for area, (kind, column) in AREAS.items():
        name = fts_table(area)
        add = f"INSERT INTO {name}(rowid, words) VALUES (new.id, new.{column})"
        drop = f"INSERT INTO {name}({name}, rowid, words) VALUES ('delete', old.id, old.{column})"
        made[f"{name}_added"] = (
            f"CREATE TRIGGER {name}_added AFTER INSERT ON {TABLE} WHEN new.kind = '{kind}' BEGIN {add}; END"
        )
        made[f"{name}_dropped"] = (
            f"CREATE TRIGGER {name}_dropped AFTER DELETE ON {TABLE} WHEN old.kind = '{kind}' BEGIN {drop}; END"
        )
        made[f"{name}_changed"] = (
            f"CREATE TRIGGER {name}_changed AFTER UPDATE OF {column} ON {TABLE} "
            f"WHEN new.kind = '{kind}' AND old.{column} <> new.{column} BEGIN {drop}; {add}; END"
        )
    made["conditions_vector_removed"] = (
        f"CREATE TRIGGER conditions_vector_removed AFTER DELETE ON {TABLE} WHEN old.vector IS NOT NULL BEGIN "
        f"INSERT INTO conditions_removedvector(kind, entry_number) VALUES (old.kind, old.id); "
        f"UPDATE conditions_indexstate SET removals = removals + 1 WHERE kind = old.kind; END"
    )
    return made

"""What the engine needs of the database beyond tables: the word index, its triggers, the vector index.

Made after every migrate (`conditions.apps`), not in a migration: SQLite drops a table's triggers whenever a later
migration rebuilds the table, and this puts them back.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from conditions.related.ranking import bm25

TABLE = "conditions_indexentry"

INLINE = 4_080
"""Bytes of a row that PostgreSQL keeps together.  At 2,032, its default, it moves vectors of answered questions out,
and comparing 3,000 takes 1.7 times as long; so vector (1,544) and terms stay, and the sketch (to 4,000) goes."""

AREAS = {
    "question": ("question", "terms"),
    "reply": ("question", "reply_terms"),
    "cause": ("cause", "terms"),
    "page": ("page", "terms"),
}
"""Separate word indexes, each with its own statistics: area -> (kind of entry, column)."""


def fts_table(area: str) -> str:
    """The name of an area's FTS5 table (SQLite)."""
    return f"conditions_words_{area}"


def loosen_schema(using: str = "default", plan: Any = (), **_: Any) -> None:
    """Drop SQLite's triggers before tables of this app change: SQLite refuses to rename a table they speak of."""
    connection = connections[using]
    if connection.vendor == "sqlite" and any(step.app_label == "conditions" for step, _back in plan):
        with connection.cursor() as cursor:
            for name in _triggers():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def ensure_schema(using: str = "default", **_: Any) -> None:
    """Make what is missing; safe to run again.  A word index that went without its triggers is filled anew."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reloptions FROM pg_class WHERE oid = %s::regclass", [TABLE])
            if f"toast_tuple_target={INLINE}" not in (cursor.fetchone()[0] or ()):
                cursor.execute(f"ALTER TABLE {TABLE} SET (toast_tuple_target = {INLINE})")
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [TABLE])
            there = {row[0] for row in cursor.fetchall()}
            for name, statement in (_gin_indexes() | hnsw_indexes()).items():
                if name not in there:
                    cursor.execute(statement)
            return
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


def _make_tables(cursor: Any, area: str) -> None:
    """A contentless FTS5 table, and the view of its vocabulary."""
    name = fts_table(area)
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5(words, content='', tokenize='{bm25.TOKENIZER}')"
    )
    cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {name}_vocabulary USING fts5vocab({name}, 'row')")


def _triggers() -> dict[str, str]:
    """The triggers that keep the word index and note removals, so that the vector file is wiped; by name."""
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


def _gin_indexes() -> dict[str, str]:
    """One over the terms of each area: they are stemmed already, so no parser or dictionary is needed."""
    return {
        f"conditions_words_{area}": f"CREATE INDEX conditions_words_{area} ON {TABLE} "
        f"USING gin (string_to_array({column}, ' ')) WHERE kind = '{kind}'"
        for area, (kind, column) in AREAS.items()
    }


def hnsw_indexes() -> dict[str, str]:
    """The statements that make pgvector's indexes, by name."""
    return {
        f"conditions_vectors_{kind}": f"CREATE INDEX conditions_vectors_{kind} ON {TABLE} "
        f"USING hnsw (vector vector_ip_ops) WHERE kind = '{kind}'"
        for kind in ("question", "cause", "page")
    }


def set_dimensions(connection: BaseDatabaseWrapper, dimensions: int) -> bool:
    """Make PostgreSQL's column fit vectors of this length, dropping others; True when it was changed."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT atttypmod FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'vector'", [TABLE]
        )
        if cursor.fetchone()[0] == dimensions:
            return False
        for name in hnsw_indexes():
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
        cursor.execute(f"UPDATE {TABLE} SET vector = NULL, encoder = ''")
        cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN vector TYPE vector({int(dimensions)})")
        for statement in hnsw_indexes().values():
            cursor.execute(statement)
    return True

"""Who holds a word: a row of 36 bytes for each entry, to which the indexes of words (GIN) point.

It has nothing but the number of the entry: the indexes read the words from the entry itself by a function.  That is
declared immutable, and is so for the life of a row, which is made anew whenever words of its entry change (`beside`).
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

import hashlib
import logging

from django.db import OperationalError, connection, transaction

from conditions.related.backends.base import AREAS, TABLE
from conditions.related.backends.postgresql.beside import Beside

logger = logging.getLogger(__name__)

NAME = "conditions_wordrow"

PENDING_KB = 64
"""Words of new rows that wait to be sorted in, and are looked through by every search: 4 MB, the default, take 1 ms."""

KEY = {f"{NAME}_entry": f"CREATE INDEX {NAME}_entry ON {NAME} USING hash (entry)"}
"""For the triggers.  A B-tree could be read from end to end, with the function called row by row: the planner thinks
that this costs nothing where it last saw the table empty."""

FORMER = tuple(f"conditions_words_{area}" for area in AREAS)
"""The indexes over the entries themselves, of the version before."""


def holding(area: str, terms: str, *, everything: bool = True) -> str:
    """FROM and WHERE of the rows (`entry`) that have all, or any, of the terms (an SQL expression of an array)."""
    return f"FROM {NAME} WHERE {_name(area)}(entry) {'@>' if everything else '&&'} {terms}"


def drop_former() -> None:
    """Drop the indexes of the version before, which may have answered beside this one until now.

    Not while somebody reads the table for long, a backup say: all other readers would wait behind us.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = ANY(%s)", [list(FORMER)])
            names = [name for (name,) in cursor.fetchall()]
            cursor.execute("SHOW lock_timeout")
            (before,) = cursor.fetchone()
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            for name in names:
                cursor.execute(f"DROP INDEX {name}")
            # What follows in a transaction around this one waits as it did before.
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
    except OperationalError:
        logger.info("Indexes of the version before are dropped by the next rebuild: the table is in use.")


def _said(area: str) -> str:
    """What the function of an area does.  With the schema: PostgreSQL makes indexes without a search path."""
    kind, column = AREAS[area]
    return f"SELECT string_to_array({column}, ' ') FROM {{schema}}.{TABLE} WHERE id = $1 AND kind = '{kind}'"


def _name(area: str) -> str:
    """The function that reads the words of an entry, and its index; ends with a digest of what they do."""
    digest = hashlib.sha256(f"{_said(area)} {PENDING_KB}".encode()).hexdigest()[:8]
    return f"{NAME}_{area}_{digest}"


def _index(area: str) -> str:
    """The statements that make function and index.  Words are stemmed already: no parser or dictionary is needed."""
    name = _name(area)
    return (
        f"CREATE OR REPLACE FUNCTION {name}(bigint) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT "
        f"AS $body$ {_said(area)} $body$; "
        f"CREATE INDEX {name} ON {NAME} USING gin ({name}(entry)) WITH (gin_pending_list_limit = {PENDING_KB})"
    )


ROWS = Beside(
    name=NAME,
    columns={},
    source=tuple(sorted({"kind", *(column for _kind, column in AREAS.values())})),
    indexes=KEY | {_name(area): _index(area) for area in AREAS},
)

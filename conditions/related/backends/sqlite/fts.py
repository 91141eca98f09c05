"""The keyword index on SQLite: FTS5.  Names of tables come from base.AREAS, never from outside."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Mapping, Sequence

import numpy as np
from django.db import connection

from conditions.related.backends.base import AREAS, Ids, Scores, columns
from conditions.related.backends.sqlite.schema import fts_table


def document_frequency(asked: Mapping[str, Sequence[str]]) -> dict[str, dict[str, int]]:
    """Entries with each of the terms asked of an area, area by area, in one query."""
    each = (
        f"SELECT '{area}', term, doc FROM {fts_table(area)}_vocabulary "
        f"WHERE term IN ({', '.join(['%s'] * len(terms))})"
        for area, terms in asked.items()
    )
    found = {area: dict.fromkeys(terms, 0) for area, terms in asked.items()}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), [term for terms in asked.values() for term in terms])
        for area, term, count in cursor.fetchall():
            found[area][term] = count
    return found


def matches(
    area: str, terms: Sequence[str], *, everything: bool, limit: int, scored: bool
) -> tuple[Ids, Scores]:
    """The newest `limit` entries with any (or `everything`) of the terms, and FTS5's BM25 (best most negative) or 0."""
    expression = (" AND " if everything else " OR ").join(f'"{term}"' for term in terms)
    name = fts_table(area)
    score = f"bm25({name})" if scored else "0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid, {score} FROM {name} WHERE {name} MATCH %s ORDER BY rowid DESC LIMIT %s",
            [expression, limit],
        )
        rows = np.array(cursor.fetchall(), dtype=np.float64).reshape(-1, 2)
    return rows[:, 0].astype(np.int64), rows[:, 1].astype(np.float32)


def holding(
    area: str, phrases: Sequence[Sequence[str]], *, limit: int | None, scored: bool
) -> tuple[Ids, Ids, Scores]:
    """Of each phrase the newest `limit` entries that hold it: place of the phrase, entry, FTS5's BM25.  One query.

    Without a limit they come in FTS5's own order, which takes two thirds of the time.

    Numbers come as one text for each phrase: a row of Python for each would take four times as long.
    """
    name = fts_table(area)
    newest, limits = (" ORDER BY rowid DESC LIMIT %s", (limit,)) if limit is not None else ("", ())
    if scored and limit is None:
        newest = (
            " LIMIT -1"  # else SQLite would melt the inner statement into the outer, where bm25 is not known
        )
    score, scores = (f", bm25({name}) AS score", "group_concat(score)") if scored else ("", "''")
    each = (
        f"SELECT %s, group_concat(entry), {scores} FROM (SELECT rowid AS entry{score} "
        f"FROM {name} WHERE {name} MATCH %s{newest})"
    )
    parameters = [
        part for at, phrase in enumerate(phrases) for part in (at, f'"{" ".join(phrase)}"', *limits)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([each] * len(phrases)), parameters)
        return columns(cursor.fetchall())


def merge_segments() -> None:
    """Merge each index into one segment: older segments keep the terms of deleted rows until then.

    Measured: 0.2 s at 100,000 texts, 1.6 s at 1,000,000.
    """
    with connection.cursor() as cursor:
        for area in AREAS:
            name = fts_table(area)
            cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")

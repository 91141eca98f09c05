"""The word index on SQLite: FTS5."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from conditions.related.backends.schema import fts_table


class Words:
    """Reads of the FTS5 tables; names of tables come from schema.AREAS, never from outside."""

    COMMON = 1_000
    """Entries with a term from which lexical.py remembers their number: FTS5 keeps it, and reads it in no time."""

    @staticmethod
    def document_frequency(area: str, terms: Sequence[str]) -> dict[str, int]:
        """Entries with each term, in one query."""
        marks = ", ".join(["%s"] * len(terms))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term, doc FROM {fts_table(area)}_vocabulary WHERE term IN ({marks})",
                list(terms),
            )
            return dict.fromkeys(terms, 0) | dict(cursor.fetchall())

    @staticmethod
    def vocabulary(area: str, least: int) -> Iterator[tuple[str, int]]:
        """Every term with its number of entries."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, doc FROM {fts_table(area)}_vocabulary WHERE doc >= %s", [least])
            yield from cursor

    @staticmethod
    def matches(
        area: str, terms: Sequence[str], frequency: Mapping[str, int], *, everything: bool, limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The newest `limit` entries with any (or `everything`) of the terms, and FTS5's BM25 (best most negative)."""
        expression = (" AND " if everything else " OR ").join(f'"{term}"' for term in terms)
        name = fts_table(area)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, bm25({name}) FROM {name} WHERE {name} MATCH %s ORDER BY rowid DESC LIMIT %s",
                [expression, limit],
            )
            rows = np.array(cursor.fetchall(), dtype=np.float64).reshape(-1, 2)
        return rows[:, 0].astype(np.int64), rows[:, 1].astype(np.float32)

"""The word index on PostgreSQL: GIN over the stored terms, BM25 computed here with FTS5's constants."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

import math
import time
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from conditions.related.backends.schema import AREAS, TABLE

K1, B = 1.2, 0.75
"""As in FTS5 (sqlite.org/fts5.html#the_bm25_function), so that both databases rank alike."""

SAMPLE = 2_000
REMEMBERED_SECONDS = 600

_size: dict[str, tuple[float, int, float]] = {}


def forget() -> None:
    """Measure the index anew."""
    _size.clear()


class Words:
    """Reads of the terms; names of columns come from schema.AREAS, never from outside."""

    COMMON = 50
    """Entries with a term from which lexical.py remembers their number: counting visits each of those rows."""

    @staticmethod
    def document_frequency(area: str, terms: Sequence[str]) -> dict[str, int]:
        """Entries with each term, in one query."""
        kind, column = AREAS[area]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term, (SELECT count(*) FROM {TABLE} WHERE kind = '{kind}' "
                f"AND string_to_array({column}, ' ') @> ARRAY[term]) FROM unnest(%s::text[]) AS term",
                [list(terms)],
            )
            return dict(cursor.fetchall())

    @staticmethod
    def vocabulary(area: str, least: int) -> Iterator[tuple[str, int]]:
        """Every term with its number of entries."""
        kind, column = AREAS[area]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term, count(DISTINCT id) FROM {TABLE}, unnest(string_to_array({column}, ' ')) AS term "
                f"WHERE kind = '{kind}' GROUP BY term HAVING count(DISTINCT id) >= %s",
                [least],
            )
            yield from cursor

    @staticmethod
    def matches(
        area: str, terms: Sequence[str], frequency: Mapping[str, int], *, everything: bool, limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The newest `limit` entries with any (or `everything`) of the terms, and their BM25 (best most negative)."""
        kind, column = AREAS[area]
        operator = "@>" if everything else "&&"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {column} FROM {TABLE} WHERE kind = '{kind}' "
                f"AND string_to_array({column}, ' ') {operator} %s::text[] ORDER BY id DESC LIMIT %s",
                [list(terms), limit],
            )
            rows = cursor.fetchall()
        documents, length = _measure(area)
        weights = [(f" {term} ", _idf(frequency[term], documents)) for term in terms]
        scores = np.array([_bm25(text, weights, length) for _id, text in rows], dtype=np.float32)
        return np.array([row[0] for row in rows], dtype=np.int64), scores


def _bm25(text: str, weights: Sequence[tuple[str, float]], length: float) -> float:
    """The negative score of one text for terms, each between spaces and with its weight."""
    apart = f" {text.replace(' ', '  ')} "  # a space of its own on both sides of every word
    damp = K1 * (1 - B + B * (text.count(" ") + 1) / length)
    counts = ((apart.count(term), weight) for term, weight in weights)
    return -sum(weight * tf * (K1 + 1) / (tf + damp) for tf, weight in counts if tf)


def _idf(found: int, documents: int) -> float:
    """FTS5's idf, never below a millionth."""
    return max(math.log((max(documents - found, 0) + 0.5) / (found + 0.5)), 1e-6)


def _measure(area: str) -> tuple[int, float]:
    """How many entries the area has, and the mean number of terms in one (of a sample); remembered for a while."""
    known = _size.get(area)
    if known and known[0] > time.monotonic():
        return known[1], known[2]
    kind, column = AREAS[area]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {TABLE} WHERE kind = '{kind}'), "
            f"(SELECT avg(cardinality(string_to_array({column}, ' '))) FROM "
            f"(SELECT {column} FROM {TABLE} WHERE kind = '{kind}' LIMIT {SAMPLE}) AS sample)"
        )
        documents, length = cursor.fetchone()
    measured = int(documents), max(float(length or 1), 1.0)
    if documents >= SAMPLE:
        _size[area] = (time.monotonic() + REMEMBERED_SECONDS, *measured)
    return measured

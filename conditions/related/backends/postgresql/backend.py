"""The engine on PostgreSQL: GIN over the stored terms, BM25 with FTS5's constants, pgvector's HNSW."""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from conditions.models import IndexState
from conditions.related.backends import bm25
from conditions.related.backends.base import AREAS, TABLE, Ids, Nearest, Report, Scores, Vector, columns
from conditions.related.backends.postgresql import vocabulary
from conditions.related.encoder.encoder import Encoder
from conditions.related.vector_field import as_text

INLINE = 4_080
"""Bytes of a row that PostgreSQL keeps together.  At 2,032, its default, it moves vectors of answered questions out,
and comparing 3,000 takes 1.7 times as long; so vector (1,544) and terms stay, and the sketch (to 4,000) goes."""

EXACT = 20_000
"""Up to this many allowed entries all are compared; HNSW would find too few of them."""

SAMPLE = 2_000
"""Entries whose length is measured; of fewer than this nothing is remembered."""

REMEMBERED_SECONDS = 600

CHANGES = "conditions_changes"
"""The sequence that numbers what is written, of all kinds."""

# Sent and read once: a vector takes 8 KB as text.
ASKED = "WITH asked AS MATERIALIZED (SELECT %s::vector AS vector)"
DISTANCE = "(vector <#> (SELECT asked.vector FROM asked))"


class PostgresqlBackend:
    """The engine on PostgreSQL; names of columns come from base.AREAS, never from outside."""

    common = 1_000
    """The vocabulary has the numbers; what is remembered only saves the query."""

    def __init__(self) -> None:
        self._measured: dict[str, tuple[float, int, float]] = {}

    def ensure_schema(self, connection: BaseDatabaseWrapper) -> None:
        """Keep vectors in the row, make the sequence of changes, the GIN and HNSW indexes and the vocabulary."""
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {CHANGES}")
            cursor.execute("SELECT reloptions FROM pg_class WHERE oid = %s::regclass", [TABLE])
            if f"toast_tuple_target={INLINE}" not in (cursor.fetchone()[0] or ()):
                cursor.execute(f"ALTER TABLE {TABLE} SET (toast_tuple_target = {INLINE})")
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [TABLE])
            there = {row[0] for row in cursor.fetchall()}
            for name, statement in (gin_indexes() | hnsw_indexes()).items():
                if name not in there:
                    cursor.execute(statement)
        vocabulary.ensure(connection)

    def loosen_schema(self, connection: BaseDatabaseWrapper) -> None:
        """Nothing stands in the way."""

    def set_dimensions(self, dimensions: int) -> bool:
        """The column is made anew with its indexes: it takes one length only."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT atttypmod FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'vector'",
                [TABLE],
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

    def document_frequency(self, asked: Mapping[str, Sequence[str]]) -> dict[str, dict[str, int]]:
        """From the vocabulary that triggers keep."""
        return vocabulary.document_frequency(
            list(asked), list(dict.fromkeys(term for terms in asked.values() for term in terms))
        )

    def matches(
        self, area: str, terms: Sequence[str], frequency: Mapping[str, int], *, everything: bool, limit: int
    ) -> tuple[Ids, Scores]:
        """Found by GIN, scored by bm25.score."""
        column = AREAS[area][1]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, {column} {_holding(area, everything)}", [list(terms), limit])
            rows = cursor.fetchall()
        return np.array([row[0] for row in rows], dtype=np.int64), self._scores(area, terms, frequency, rows)

    def _scores(
        self, area: str, terms: Sequence[str], frequency: Mapping[str, int], rows: Sequence[tuple[Any, ...]]
    ) -> Scores:
        """The BM25 of rows that begin with an entry number and its words."""
        documents, length = self._measure(area)
        weights = [(f" {term} ", bm25.fts5_idf(frequency[term], documents)) for term in terms]
        return np.array([bm25.score(row[1], weights, length) for row in rows], dtype=np.float32)

    def matches_and_nearest(
        self,
        area: str,
        terms: Sequence[str],
        frequency: Mapping[str, int],
        *,
        everything: bool,
        limit: int,
        encoder: Encoder,
        vector: Vector,
        count: int,
        known: Nearest | None = None,
    ) -> tuple[Ids, Scores, Nearest]:
        """In one query: whoever holds the words is read once for its words and its vector."""
        kind, column = AREAS[area]
        words = (
            f"SELECT id, {column}, CASE WHEN encoder = %s THEN -{DISTANCE} END {_holding(area, everything)}"
        )
        best = (
            f"SELECT id, NULL, -{DISTANCE} FROM {TABLE} "
            f"WHERE kind = '{kind}' AND encoder = %s AND vector IS NOT NULL ORDER BY {DISTANCE} LIMIT %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"{ASKED} ({words}) UNION ALL ({best})",
                [as_text(vector), encoder.fingerprint, list(terms), limit, encoder.fingerprint, count],
            )
            rows = cursor.fetchall()
        held = [row for row in rows if row[1] is not None]
        found = {number: float("nan") if cosine is None else cosine for number, _words, cosine in held}
        found |= {number: cosine for number, text, cosine in rows if text is None}
        near = np.array(list(found), dtype=np.int64), np.array(list(found.values()), dtype=np.float32)
        ids = np.array([row[0] for row in held], dtype=np.int64)
        return ids, self._scores(area, terms, frequency, held), near

    def holding(
        self, area: str, phrases: Sequence[Sequence[str]], *, limit: int | None, scored: bool
    ) -> tuple[Ids, Ids, Scores]:
        """Found by GIN, what stands side by side by LIKE, scored by bm25.score; one query."""
        kind, column = AREAS[area]
        statements: list[str] = []
        parameters: list[Any] = []
        for at, phrase in enumerate(phrases):
            beside = f"AND ' ' || {column} || ' ' LIKE %s " if len(phrase) > 1 else ""
            statements.append(
                f"(SELECT %s AS place, id, {column} AS words FROM {TABLE} WHERE kind = '{kind}' "
                f"AND string_to_array({column}, ' ') @> %s::text[] {beside}ORDER BY id DESC LIMIT %s)"
            )
            parameters += [at, list(phrase), *([f"% {' '.join(phrase)} %"] if beside else []), limit]
        every = " UNION ALL ".join(statements)
        with connection.cursor() as cursor:
            if not scored:
                cursor.execute(
                    f"SELECT place, string_agg(id::text, ','), '' FROM ({every}) AS found GROUP BY place",
                    parameters,
                )
                return columns(cursor.fetchall())
            cursor.execute(every, parameters)
            rows = cursor.fetchall()
        documents, length = self._measure(area)
        weights = {
            at: [(f" {'  '.join(phrases[at])} ", bm25.fts5_idf(count, documents))]
            for at, count in Counter(row[0] for row in rows).items()
        }
        scores = np.array([bm25.score(text, weights[at], length) for at, _id, text in rows], dtype=np.float32)
        places, ids = (np.array([row[part] for row in rows], dtype=np.int64) for part in (0, 1))
        return places, ids, scores

    def nearest(
        self,
        kind: str,
        encoder: Encoder,
        vector: Vector,
        count: int,
        others: Ids,
        among: Ids | None = None,
        known: Nearest | None = None,
    ) -> Nearest:
        """By pgvector, in one query; its <#> is the negative inner product."""
        rows = (
            f"SELECT id, -{DISTANCE} FROM {TABLE} "
            f"WHERE kind = '{kind}' AND encoder = %s AND vector IS NOT NULL"
        )
        parameters: list[Any] = [as_text(vector), encoder.fingerprint]
        if among is None:
            best = f"{rows} ORDER BY {DISTANCE} LIMIT %s"
        else:
            # "+ 0" keeps the index out: with few allowed entries it would stop before it has found them.
            exact = " + 0" if len(among) <= EXACT else ""
            best = f"{rows} AND id = ANY(%s) ORDER BY {DISTANCE}{exact} LIMIT %s"
            parameters.append(among.tolist())
        parameters += [count, encoder.fingerprint, others.tolist()]
        with connection.cursor() as cursor:
            cursor.execute(f"{ASKED} ({best}) UNION ALL ({rows} AND id = ANY(%s))", parameters)
            found = dict.fromkeys(others.tolist(), float("nan")) | dict(cursor.fetchall())
        return np.array(list(found), dtype=np.int64), np.array(list(found.values()), dtype=np.float32)

    def nearest_many(self, kind: str, encoder: Encoder, vectors: Vector, count: int) -> list[Nearest] | None:
        """The HNSW index finds them one by one."""
        return None

    def next_change(self, kind: str) -> int:
        """From a sequence, for which no writer waits: numbers may be committed in another order."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT nextval('{CHANGES}')")
            return int(cursor.fetchone()[0])

    def begin_look(self, kind: str) -> None:
        """Takes a number too."""
        self.next_change(kind)

    def is_last_change(self, kind: str, number: int) -> bool:
        """The sequence still stands at this number, which it tells whoever has committed."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT last_value = %s FROM {CHANGES}", [number])
            return bool(cursor.fetchone()[0])

    def stored(self, kind: str, encoder: Encoder) -> None:
        """The indexes follow by themselves."""

    def removed(self) -> None:
        """The indexes follow by themselves."""

    def rebuild_vectors(self, encoder: Encoder, report: Report) -> None:
        """The table holds them all; so many changes leave many rows in the vocabulary."""
        vocabulary.fold()

    def erase(self) -> bool:
        """Dead rows are removed by (auto)vacuum."""
        IndexState.objects.filter(scrub_due=True).update(scrub_due=False)
        return True

    def forget(self) -> None:
        """The sizes of the areas."""
        self._measured.clear()

    def _measure(self, area: str) -> tuple[int, float]:
        """How many entries the area has, and the mean number of terms in one (of a sample); remembered for a while."""
        known = self._measured.get(area)
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
            self._measured[area] = (time.monotonic() + REMEMBERED_SECONDS, *measured)
        return measured


def _holding(area: str, everything: bool) -> str:
    """FROM and what follows: the newest entries that have any (or `everything`) of the terms; terms, then a limit."""
    kind, column = AREAS[area]
    operator = "@>" if everything else "&&"
    return (
        f"FROM {TABLE} WHERE kind = '{kind}' AND string_to_array({column}, ' ') {operator} %s::text[] "
        "ORDER BY id DESC LIMIT %s"
    )


def gin_indexes() -> dict[str, str]:
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

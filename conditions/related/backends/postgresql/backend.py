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
from conditions.related.backends.postgresql import vectors, vocabulary, words
from conditions.related.encoder.encoder import Encoder
from conditions.related.vector_field import as_text
from consult.common import statements

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

THESE = "entry = ANY((SELECT %s::bigint[])::bigint[])"
"""A list of entries.  As a subquery: the planner would weigh each of thousands, and it always takes the key's index."""


class PostgresqlBackend:
    """The engine on PostgreSQL; names of columns come from base.AREAS, never from outside."""

    common = 1_000
    """The vocabulary has the numbers; what is remembered only saves the query."""

    def __init__(self) -> None:
        self._measured: dict[str, tuple[float, int, float]] = {}

    def ensure_schema(self, connection: BaseDatabaseWrapper) -> None:
        """Keep vectors in the row, make the sequence of changes, the HNSW indexes, words and vocabulary."""
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {CHANGES}")
            cursor.execute("SELECT reloptions FROM pg_class WHERE oid = %s::regclass", [TABLE])
            if f"toast_tuple_target={INLINE}" not in (cursor.fetchone()[0] or ()):
                cursor.execute(f"ALTER TABLE {TABLE} SET (toast_tuple_target = {INLINE})")
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [TABLE])
            there = {row[0] for row in cursor.fetchall()}
            for name, statement in hnsw_indexes().items():
                if name not in there:
                    cursor.execute(statement)
        words.ROWS.ensure(connection)
        vectors.ROWS.ensure(connection)
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
        self,
        area: str,
        terms: Sequence[str],
        frequency: Mapping[str, int],
        *,
        everything: bool,
        limit: int,
        scored: bool = True,
    ) -> tuple[Ids, Scores]:
        """Found by GIN, scored by bm25.score."""
        newest, column = _newest(area, everything), AREAS[area][1]
        with connection.cursor() as cursor:
            if not scored:
                cursor.execute(
                    f"SELECT string_agg(entry::text, ',') FROM ({newest}) AS found", [list(terms), limit]
                )
                ids = statements.keys_in(cursor.fetchone()[0])
                return ids, np.zeros(len(ids), dtype=np.float32)
            cursor.execute(
                f"SELECT id, {column} FROM {TABLE} WHERE id = ANY(ARRAY({newest})) ORDER BY id DESC",
                [list(terms), limit],
            )
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
        said = (
            f"SELECT id, {column}, CASE WHEN encoder = %s THEN -{DISTANCE} END FROM {TABLE} "
            f"WHERE id = ANY(ARRAY({_newest(area, everything)})) ORDER BY id DESC"
        )
        best = (
            f"SELECT id, NULL, -{DISTANCE} FROM {TABLE} "
            f"WHERE kind = '{kind}' AND encoder = %s AND vector IS NOT NULL ORDER BY {DISTANCE} LIMIT %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"{ASKED} ({said}) UNION ALL ({best})",
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
        newest = "" if limit is None else f"ORDER BY entry DESC LIMIT {int(limit)}"
        # By a subquery of each row, not a join: that would walk all entries when the planner thinks many hold a word.
        said = f"(SELECT {AREAS[area][1]} FROM {TABLE} WHERE id = entry)"
        held = (
            f"SELECT entry {words.holding(area, 'asked.terms')} "
            f"AND (asked.beside = '' OR ' ' || {said} || ' ' LIKE asked.beside) {newest}"
        )
        # Planned once for all phrases.
        asked = (
            f"(VALUES {', '.join(['(%s, %s::text[], %s)'] * len(phrases))}) AS asked(place, terms, beside)"
        )
        statement = (
            f"SELECT place, entry, {said} FROM {asked} CROSS JOIN LATERAL ({held}) AS found"
            if scored
            else f"SELECT place, (SELECT string_agg(entry::text, ',') FROM ({held}) AS found), '' FROM {asked}"
        )
        parameters: list[Any] = []
        for at, phrase in enumerate(phrases):
            parameters += [at, list(phrase), f"% {' '.join(phrase)} %" if len(phrase) > 1 else ""]
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows = cursor.fetchall()
        if not scored:
            return columns(rows)
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
        these = (
            f"SELECT entry AS id, -{DISTANCE} AS cosine FROM {vectors.NAME} WHERE encoder = %s AND {THESE}"
        )
        parameters: list[Any] = [as_text(vector), encoder.fingerprint]
        # Numbers as texts: a row of Python for each of thousands takes longer than its cosine.
        if among is not None and len(among) <= EXACT:
            best = f"{these} ORDER BY {DISTANCE} LIMIT %s"
            parameters.append(_keys(among))
        else:
            allowed = "" if among is None else " AND id = ANY(%s::bigint[])"
            best = (
                f"SELECT id, -{DISTANCE} AS cosine FROM {TABLE} WHERE encoder = %s AND vector IS NOT NULL "
                f"AND kind = '{kind}'{allowed} ORDER BY {DISTANCE} LIMIT %s"
            )
            parameters += [] if among is None else [_keys(among)]
        parameters += [count, encoder.fingerprint, _keys(others)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"{ASKED} SELECT string_agg(id::text, ','), array_send(array_agg(cosine::real)) "
                f"FROM (({best}) UNION ALL ({these})) AS found",
                parameters,
            )
            numbers, cosines = cursor.fetchone()
        return _once(others, statements.keys_in(numbers), _sent(cosines))

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
        """The sequence still stands at this number, which it tells whoever has committed.

        Who asks makes lists within this transaction.  Were they lost in a power cut, the entry would wait for them
        still, so its end does not wait for the disk.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT last_value = %s, set_config('synchronous_commit', 'off', true) FROM {CHANGES}",
                [number],
            )
            return bool(cursor.fetchone()[0])

    def stored(self, kind: str, encoder: Encoder) -> None:
        """The indexes follow by themselves."""

    def removed(self) -> None:
        """The indexes follow by themselves."""

    def rebuild_vectors(self, encoder: Encoder, report: Report) -> None:
        """The table holds them all; so many changes leave many rows in the vocabulary."""
        vocabulary.fold()
        words.drop_former()
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {words.NAME}, {vectors.NAME}")

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


def _newest(area: str, everything: bool) -> str:
    """The newest entries that have any (or `everything`) of the terms; its values are the terms and a limit."""
    held = words.holding(area, "%s::text[]", everything=everything)
    return f"SELECT entry {held} ORDER BY entry DESC LIMIT %s"


def _keys(numbers: Ids) -> str:
    """Numbers as an array of PostgreSQL; psycopg takes five times as long."""
    return f"{{{','.join(map(str, numbers.tolist()))}}}"


def _sent(cosines: bytes | None) -> Scores:
    """The numbers of an array that PostgreSQL has sent: 20 bytes of head, before each its length."""
    pairs = np.frombuffer(
        cosines or b"", dtype=[("length", ">i4"), ("value", ">f4")], offset=20 if cosines else 0
    )
    return pairs["value"].astype(np.float32)


def _once(others: Ids, ids: Ids, cosines: Scores) -> Nearest:
    """What was found, and those of the others that were not (NaN): each once, the others last and in their order."""
    cosine = np.full(int(max(ids.max(initial=-1), others.max(initial=-1))) + 1, np.nan, dtype=np.float32)
    cosine[ids] = cosines
    near = ids[~np.isin(ids, others, kind="table")]
    every = np.concatenate([near, others])
    return every, cosine[every]


def hnsw_indexes() -> dict[str, str]:
    """The statements that make pgvector's indexes, by name."""
    return {
        f"conditions_vectors_{kind}": f"CREATE INDEX conditions_vectors_{kind} ON {TABLE} "
        f"USING hnsw (vector vector_ip_ops) WHERE kind = '{kind}'"
        for kind in ("question", "cause", "page")
    }

"""The engine on SQLite, put together: FTS5 for words, the mapped file for vectors."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from conditions.models import IndexState
from conditions.related.backends.base import AREAS, Ids, Nearest, Report, Scores, Vector
from conditions.related.backends.sqlite import fts, schema, vector_store
from conditions.related.backends.sqlite.flat_index import top
from conditions.related.encoder.encoder import Encoder
from consult.common import statements
from consult.question.scrub import owe_scrub

STATE = IndexState._meta.db_table


class SqliteBackend:
    """The engine on SQLite."""

    common = 1_000
    """FTS5 counts a term anew each time, 30 µs for a rare one and 600 for one of 10,000 entries."""

    def ensure_schema(self, connection: BaseDatabaseWrapper) -> None:
        """FTS5 tables and triggers."""
        schema.ensure(connection)

    def loosen_schema(self, connection: BaseDatabaseWrapper) -> None:
        """Drop the triggers."""
        schema.loosen(connection)

    def set_dimensions(self, dimensions: int) -> bool:
        """A blob takes any length."""
        return False

    def document_frequency(self, asked: Mapping[str, Sequence[str]]) -> dict[str, dict[str, int]]:
        """From FTS5's vocabulary."""
        return fts.document_frequency(asked)

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
        """Found and scored by FTS5."""
        return fts.matches(area, terms, everything=everything, limit=limit, scored=scored)

    def holding(
        self, area: str, phrases: Sequence[Sequence[str]], *, limit: int | None, scored: bool
    ) -> tuple[Ids, Ids, Scores]:
        """Found and scored by FTS5."""
        return fts.holding(area, phrases, limit=limit, scored=scored)

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
        """By comparing with every row."""
        index = vector_store.flat_index(kind, encoder)
        places = index.places(others)
        has_vector = places >= 0
        cosines = np.full(len(others), np.nan, dtype=np.float32)
        if known is None:
            allowed = None if among is None else index.places(among)
            best, best_cosines = index.nearest(
                vector, count, None if allowed is None else allowed[allowed >= 0]
            )
            known = index.numbers(best), best_cosines
        cosines[has_vector] = index.cosines_at(places[has_vector], vector)
        # By a table: numpy would sort both, as it knows nothing of entry numbers.
        new = ~np.isin(known[0], others, kind="table")
        return np.concatenate([known[0][new], others]), np.concatenate([known[1][new], cosines])

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
        """One after the other: the vectors lie in a file."""
        ids, scores = self.matches(area, terms, frequency, everything=everything, limit=limit)
        return ids, scores, self.nearest(AREAS[area][0], encoder, vector, count, ids, known=known)

    def nearest_many(self, kind: str, encoder: Encoder, vectors: Vector, count: int) -> list[Nearest] | None:
        """One product for all: the file is read once."""
        index = vector_store.flat_index(kind, encoder)
        if not len(index):
            return [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))] * len(vectors)
        cosines = index.cosines(vectors.T)
        best = [top(row, count) for row in cosines.T]
        return [(index.numbers(at), cosines[at, row]) for row, at in enumerate(best)]

    def next_change(self, kind: str) -> int:
        """SQLite lets one writer in at a time, so readers see the numbers in order."""
        found = statements.rows(f"UPDATE {STATE} SET seq = seq + 1 WHERE kind = %s RETURNING seq", kind)  # noqa: S608
        if not found:
            return IndexState.objects.create(kind=kind, seq=1).seq
        return int(found[0][0])

    def begin_look(self, kind: str) -> None:
        """Whoever looks in order to write is the one writer, and sees all that others wrote."""

    def is_last_change(self, kind: str, number: int) -> bool:
        """The state has the last number, as it was committed."""
        return IndexState.objects.filter(kind=kind, seq=number).exists()

    def stored(self, kind: str, encoder: Encoder) -> None:
        """Write the file anew when too much lies over it."""
        vector_store.rebuild_if_due(kind, encoder)

    def removed(self) -> None:
        """Wipe the vectors in the file."""
        vector_store.wipe_removed()

    def rebuild_vectors(self, encoder: Encoder, report: Report) -> None:
        """Write the files of all kinds."""
        kinds = list(IndexState.objects.values_list("kind", flat=True).order_by("kind"))
        report("vector files", 0, len(kinds))
        for done, kind in enumerate(kinds, start=1):
            vector_store.rebuild(kind, encoder)
            report("vector files", done, len(kinds))

    def erase(self) -> bool:
        """Merge FTS5's segments, overwrite the vectors in the file, have the write-ahead log emptied."""
        fts.merge_segments()
        if not vector_store.wipe_removed(wait=not connection.in_atomic_block):
            return False
        with transaction.atomic():
            IndexState.objects.filter(scrub_due=True).update(scrub_due=False)
            owe_scrub()
        return True

    def forget(self) -> None:
        """Close the files of vectors; the next reader opens them again."""
        vector_store.forget()

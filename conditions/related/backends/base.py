"""What the engine asks of a database: one protocol, and the words it is written in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper
from numpy.typing import NDArray

from conditions.related.encoder.encoder import Encoder

TABLE = "conditions_indexentry"

AREAS = {
    "question": ("question", "terms"),
    "reply": ("question", "reply_terms"),
    "cause": ("cause", "terms"),
    "signs": ("cause", "reply_terms"),
    "page": ("page", "terms"),
}
"""Separate keyword indexes, each with its own statistics: area -> (kind of entry, column).  Of a cause `terms` are what
it is called and its own passage, `reply_terms` all that its page tells of it."""

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]
Vector = NDArray[np.float32]
Nearest = tuple[Ids, Scores]
"""Entry numbers and their cosines, both shape (n,)."""

Report = Callable[[str, int, int], None]
"""Called with the step's name, how many are done and how many there are."""


def columns(rows: Sequence[tuple[int, str | None, str | None]]) -> tuple[Ids, Ids, Scores]:
    """What `Backend.holding` returns, from a row for each phrase: place, entry numbers, scores, as one text each.

    A text without scores stands for as many zeros.
    """
    found = [(place, numbers, scores) for place, numbers, scores in rows if numbers]
    ids = [np.fromstring(numbers, dtype=np.int64, sep=",") for _place, numbers, _scores in found]
    if not ids:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    places = np.repeat([place for place, _numbers, _scores in found], [len(each) for each in ids])
    scores = [
        np.fromstring(scores, dtype=np.float32, sep=",") if scores else np.zeros(len(each), dtype=np.float32)
        for each, (_place, _numbers, scores) in zip(ids, found, strict=True)
    ]
    return places.astype(np.int64), np.concatenate(ids), np.concatenate(scores)


class Backend(Protocol):
    """One database: words, vectors, and what it needs beyond tables.

    `kind` is "question", "cause" or "page", `area` a key of AREAS; numbers are those of entries.
    """

    common: int
    """Entries with a term from which their number is remembered (keyword_index): counting them costs."""

    def ensure_schema(self, connection: BaseDatabaseWrapper) -> None:
        """Make what is missing of indexes and triggers; safe to run again."""

    def loosen_schema(self, connection: BaseDatabaseWrapper) -> None:
        """Take away what would keep a migration from changing the tables; `ensure_schema` puts it back."""

    def set_dimensions(self, dimensions: int) -> bool:
        """Make the column fit vectors of this length, dropping others; True when it was changed."""

    def document_frequency(self, asked: Mapping[str, Sequence[str]]) -> dict[str, dict[str, int]]:
        """Entries with each of the terms asked of an area, area by area.  One query."""

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
        """The newest `limit` entries with any (or `everything`) of the terms, and their BM25 (best most negative).

        When not `scored` zeros stand for it, as in `holding`.
        """

    def holding(
        self, area: str, phrases: Sequence[Sequence[str]], *, limit: int | None, scored: bool
    ) -> tuple[Ids, Ids, Scores]:
        """The newest `limit` entries that hold each phrase, its terms side by side; None for all, in any order.

        As rows: the place of the phrase, the number of the entry, and, when `scored`, the BM25 of the phrase (best most
        negative), else 0: scoring takes several times as long as finding.
        """

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
        """Numbers and cosines of the `count` nearest (of `among`, when given) and of the `others`, each once.

        `vector` is of unit length, shape (dim,).  The cosine is NaN for others that have no vector.  `known` are the
        nearest, when they were looked up already (`nearest_many`).
        """

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
        """`matches`, and `nearest` with what they found as the others; in one query where that costs less."""

    def nearest_many(self, kind: str, encoder: Encoder, vectors: Vector, count: int) -> list[Nearest] | None:
        """The `count` nearest of many vectors, shape (b, dim), in one pass; None where one by one is as good."""

    def next_change(self, kind: str) -> int:
        """The number that entries written now carry in `seq`: a higher one than any before."""

    def begin_look(self, kind: str) -> None:
        """Told before entries are looked for whose findings are stored; whoever writes has told it by its number.

        Who is writing at that time is not the last (`is_last_change`), since this look may not see it.
        """

    def is_last_change(self, kind: str, number: int) -> bool:
        """Whether nobody has begun to write or to look since the change of this number.

        Asked once it is committed; who is not the last looks again.  So of two who write at once at least one sees the
        other: whose last look begins later.
        """

    def stored(self, kind: str, encoder: Encoder) -> None:
        """Told after entries of a kind were committed."""

    def removed(self) -> None:
        """Told after entries were deleted and that was committed."""

    def rebuild_vectors(self, encoder: Encoder, report: Report) -> None:
        """Write anew whatever holds the vectors beside the table."""

    def erase(self) -> bool:
        """Remove every trace of deleted entries from the database's own storage; True when all is done."""

    def forget(self) -> None:
        """Measure anew whatever the process remembers of the index."""

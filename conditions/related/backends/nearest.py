"""The entries nearest to a vector, by cosine: the mapped file on SQLite, pgvector on PostgreSQL."""

from collections.abc import Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from conditions.models import IndexEntry
from conditions.related.backends.schema import TABLE
from conditions.related.backends.sqlite import vector_store
from conditions.related.backends.sqlite.flat_index import top
from conditions.related.encoder.encoder import Encoder
from conditions.related.vector_field import as_text

Ids = NDArray[np.int64]
Cosines = NDArray[np.float32]

Nearest = tuple[Ids, Cosines]

EXACT = 20_000
"""Up to this many allowed entries PostgreSQL compares them all; HNSW would find too few of them."""


def near(
    kind: str,
    encoder: Encoder,
    vector: NDArray[np.float32],
    count: int,
    others: Ids,
    among: Ids | None = None,
    nearest: Nearest | None = None,
) -> Nearest:
    """Entry numbers and cosines of the `count` nearest (of `among`, when given) and of the `others`.

    `vector` is of unit length, shape (dim,).  The cosine is NaN for others that have no vector.  Each number once.
    `nearest` are the nearest, when they are known already.
    """
    if connection.vendor == "postgresql":
        return _pgvector(kind, encoder, vector, count, others, among)
    found = vector_store.matrix(kind, encoder)
    places = found.places(others)
    known = places >= 0
    alike = np.full(len(others), np.nan, dtype=np.float32)
    if nearest is None:
        allowed = None if among is None else found.places(among)
        best, cosines = found.nearest(vector, count, None if allowed is None else allowed[allowed >= 0])
        nearest = found.ids[best], cosines
    alike[known] = found.rows(places[known]) @ vector
    new = ~np.isin(nearest[0], others)
    return np.concatenate([nearest[0][new], others]), np.concatenate([nearest[1][new], alike])


def near_many(kind: str, encoder: Encoder, asked: NDArray[np.float32], count: int) -> list[Nearest] | None:
    """The `count` nearest of many vectors, shape (b, dim), in one pass; None on PostgreSQL, which has an index."""
    if connection.vendor == "postgresql":
        return None
    found = vector_store.matrix(kind, encoder)
    if not found.ids.size:
        return [(found.ids, np.empty(0, dtype=np.float32))] * len(asked)
    cosines = found.cosines(asked.T)
    best = [top(row, count) for row in cosines.T]
    return [(found.ids[at], cosines[at, row]) for row, at in enumerate(best)]


def _pgvector(
    kind: str, encoder: Encoder, vector: NDArray[np.float32], count: int, others: Ids, among: Ids | None
) -> tuple[Ids, Cosines]:
    """As `near`, by pgvector; its <#> is the negative inner product."""
    text = as_text(vector)
    mine = f"FROM {TABLE} WHERE kind = '{kind}' AND encoder = %s AND vector IS NOT NULL"
    found = dict.fromkeys(others.tolist(), float("nan"))
    with connection.cursor() as cursor:
        if among is None:
            cursor.execute(
                f"SELECT id, -(vector <#> %s::vector) {mine} ORDER BY vector <#> %s::vector LIMIT %s",
                [text, encoder.fingerprint, text, count],
            )
        else:
            # "+ 0" keeps the index out: with few allowed entries it would stop before it has found them.
            exact = " + 0" if len(among) <= EXACT else ""
            cursor.execute(
                f"SELECT id, -(vector <#> %s::vector) {mine} AND id = ANY(%s) "
                f"ORDER BY (vector <#> %s::vector){exact} LIMIT %s",
                [text, encoder.fingerprint, among.tolist(), text, count],
            )
        found |= dict(cursor.fetchall())
        missing = [number for number, cosine in found.items() if cosine != cosine]
        if missing:
            cursor.execute(
                f"SELECT id, -(vector <#> %s::vector) {mine} AND id = ANY(%s)",
                [text, encoder.fingerprint, missing],
            )
            found |= dict(cursor.fetchall())
    return np.array(list(found), dtype=np.int64), np.array(list(found.values()), dtype=np.float32)


def entry_numbers(kind: str, objects: Sequence[int]) -> Ids:
    """The entry numbers of these questions, causes or pages, by their keys (a list or a queryset)."""
    rows = IndexEntry.objects.filter(kind=kind, **{f"{kind}__in": objects}).values_list("pk", flat=True)
    return np.fromiter(rows.iterator(), dtype=np.int64)

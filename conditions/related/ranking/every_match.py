"""The first stage of a search: every text that holds its words, and the nearest in meaning.

A list of similar questions wants the best few (`first_stage`); who searches wants what was typed, all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conditions.models import IndexEntry
from conditions.related.backends import backend, bm25
from conditions.related.backends.base import AREAS, Ids, Scores
from conditions.related.backends.keyword_index import BUDGET
from conditions.related.encoder.encoder import get_encoder
from conditions.related.ranking.query import Query
from conditions.related.ranking.wordings import Occurrence, Wording

NEAREST = 200
"""Texts nearest in meaning that are looked at beside those that hold the words."""

MOST_TYPED = 10
"""Rarest typed terms that are looked for; few searches have more."""

MOST_OTHERS = 8
"""Other names that are looked for."""


@dataclass(frozen=True)
class Matches:
    """What a search found of one kind: entry numbers, cosine (NaN without a vector) and BM25 (best 1), shape (n,).

    `held` says how far each text holds each of the `parts` of the search, 0 to 1, shape (n, parts); `through` which
    of the `wordings` are held, shape (n, wordings).  `skipped` are terms too common to be looked for.
    """

    entries: Ids
    cosine: Scores
    words: Scores
    parts: list[str]
    held: Scores
    wordings: list[Wording]
    through: NDArray[np.bool_] = field(repr=False)
    skipped: frozenset[str] = frozenset()


def every_match(
    kind: str,
    query: Query,
    wordings: Sequence[Wording],
    counted: Occurrence,
    *,
    among: Sequence[int] | None = None,
) -> Matches:
    """Everything of a kind that holds a wording, within the budget, and the NEAREST in meaning.

    `counted` are the terms of the wordings, in the areas of this kind at least.  `among` (keys, or a queryset of them)
    are the only ones that count.
    """
    allowed = None if among is None else _entry_numbers(kind, among)
    asked: list[Wording] = []
    rows: list[tuple[Ids, Ids, Scores]] = []
    skipped: set[str] = set()
    for area in (area for area, (its, _column) in AREAS.items() if its == kind):
        chosen, found, common = _in_area(area, wordings, counted.within(area))
        skipped |= common
        places = np.array([_place(asked, wording) for wording in chosen], dtype=np.int64)
        rows.append((places[found[0]], found[1], found[2]))
    which, ids, scores = (np.concatenate([row[at] for row in rows]) for at in range(3))
    if allowed is not None:
        keep = np.isin(ids, allowed)
        which, ids, scores = which[keep], ids[keep], scores[keep]
    entries, cosine = _with_nearest(kind, query, np.unique(ids), allowed)
    order = np.argsort(entries)
    rank = order[np.searchsorted(entries, ids, sorter=order)] if ids.size else ids
    bm25s = np.zeros((len(entries), len(asked)), dtype=np.float32)
    np.maximum.at(bm25s, (rank, which), -scores)
    return _matches(entries, cosine, bm25s, asked, frozenset(skipped))


def _place(asked: list[Wording], wording: Wording) -> int:
    """The place of a wording among those asked for, at the end when it is new."""
    if wording not in asked:
        asked.append(wording)
    return asked.index(wording)


def _in_area(
    area: str, wordings: Sequence[Wording], count: Occurrence
) -> tuple[list[Wording], tuple[Ids, Ids, Scores], set[str]]:
    """The wordings looked for in an area, what holds them, and the terms that are too common.

    The rarest are looked for first, while what holds them fits the budget.  Where not even the rarest fits, the newest
    that have the two rarest typed words are taken, and after them the newest that have the rarest.
    """
    there = sorted((wording for wording in wordings if count(wording)), key=count)
    typed = [wording for wording in there if wording.is_typed][:MOST_TYPED]
    others = [wording for wording in there if not wording.is_typed][:MOST_OTHERS]
    chosen, cost = [], 0
    for wording in [*typed, *others]:
        if cost + count(wording) <= BUDGET:
            chosen.append(wording)
            cost += count(wording)
    database = backend()
    if not chosen:
        chosen = typed[:2]
    looked_for = {part for wording in chosen for part in wording.parts}
    common = {part for wording in there if wording.is_typed for part in wording.parts} - looked_for
    if cost:
        return chosen, database.holding(area, [wording.terms for wording in chosen], limit=BUDGET), common
    return chosen, _commonest(area, chosen, count), common


def _commonest(area: str, typed: Sequence[Wording], count: Occurrence) -> tuple[Ids, Ids, Scores]:
    """The newest entries that have both of these words, too common to be looked for alone; else the rarer."""
    terms = [wording.terms[0] for wording in typed]
    ids, scores = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    while terms and not ids.size:
        ids, scores = backend().matches(area, terms, dict(count.of), everything=True, limit=BUDGET)
        held = len(terms)
        terms = terms[:-1]
    if not ids.size:
        return ids, ids, scores
    return np.repeat(np.arange(held), len(ids)), np.tile(ids, held), np.tile(scores / held, held)


def _with_nearest(kind: str, query: Query, ids: Ids, allowed: Ids | None) -> tuple[Ids, Scores]:
    """The entries that hold words and the nearest in meaning, with their cosines."""
    encoder = get_encoder() if query.vector is not None else None
    if encoder is None or query.vector is None:
        return ids, np.full(len(ids), np.nan, dtype=np.float32)
    return backend().nearest(kind, encoder, query.vector, NEAREST, ids, allowed)


def _matches(
    entries: Ids, cosine: Scores, bm25s: Scores, asked: list[Wording], skipped: frozenset[str]
) -> Matches:
    """Put together what is held of each part: the typed word, or what another name of it counts for."""
    parts = list(dict.fromkeys(part for wording in asked for part in sorted(wording.parts)))
    at = {part: place for place, part in enumerate(parts)}
    held = np.zeros((len(entries), len(parts)), dtype=np.float32)
    words = np.zeros(len(entries), dtype=np.float32)
    through = bm25s > 0
    for place, wording in sorted(enumerate(asked), key=lambda entry: not entry[1].is_typed):
        columns = [at[part] for part in wording.parts]
        new = through[:, place] & (held[:, columns].min(axis=1) < wording.counts)
        words += np.where(new, wording.counts * bm25s[:, place], 0)
        held[:, columns] = np.maximum(held[:, columns], wording.counts * through[:, [place]])
    return Matches(entries, cosine, bm25.scaled(-words), parts, held, asked, through, skipped - set(parts))


def _entry_numbers(kind: str, objects: Any) -> Ids:
    """The entry numbers of these questions, causes or pages, by their keys (a list or a queryset)."""
    rows = IndexEntry.objects.filter(kind=kind, **{f"{kind}__in": objects}).values_list("pk", flat=True)
    return np.fromiter(rows.iterator(), dtype=np.int64)

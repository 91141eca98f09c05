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
from conditions.related.encoder.encoder import calibration_in_use, get_encoder
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

    `counted` are the terms of the wordings and the texts, in the areas of this kind at least.  `among` (keys, or a
    queryset of them) are the only ones that count.
    """
    allowed = None if among is None else _entry_numbers(kind, among)
    areas = [area for area, (its, _column) in AREAS.items() if its == kind]
    count = Occurrence({area: counted.areas.get(area, {}) for area in areas}, counted.texts)
    asked, is_common, skipped = _chosen(wordings, count, BUDGET * len(areas))
    # Where vectors say what is near, BM25 proper only costs: rarity alone orders better (docs/SEARCH.md).
    scored = query.vector is None or calibration_in_use().stages is None
    rows = [_in_area(area, asked, count.within(area), is_common=is_common, scored=scored) for area in areas]
    if allowed is not None:
        rows = [_kept(row, np.isin(row[1], allowed)) for row in rows]
    entries, cosine = _with_nearest(kind, query, _distinct([ids for _which, ids, _scores in rows]), allowed)
    place = np.empty(int(entries.max(initial=-1)) + 1, dtype=np.int32)
    place[entries] = np.arange(len(entries), dtype=np.int32)
    bm25s = np.zeros((len(entries), len(asked)), dtype=np.float32)
    for which, ids, scores in rows:  # in one area an entry has a phrase once
        at = place[ids], which
        bm25s[at] = np.maximum(bm25s[at], -scores)
    return _matches(entries, cosine, bm25s, asked, skipped)


def _kept(row: tuple[Ids, Ids, Scores], keep: NDArray[np.bool_]) -> tuple[Ids, Ids, Scores]:
    """What was found in an area, thinned."""
    which, ids, scores = row
    return which[keep], ids[keep], scores[keep]


def _distinct(found: Sequence[Ids]) -> Ids:
    """These entry numbers, each once, ascending: marked in a table, which takes a tenth of sorting them."""
    marks = np.zeros(max((int(ids.max(initial=-1)) for ids in found), default=-1) + 1, dtype=bool)
    for ids in found:
        marks[ids] = True
    return np.flatnonzero(marks)


def _chosen(
    wordings: Sequence[Wording], count: Occurrence, budget: int
) -> tuple[list[Wording], bool, frozenset[str]]:
    """The wordings that are looked for, the same in every area of the kind, and the terms too common for that.

    The rarest come first, while what holds them fits the budget.  Where no typed word fits, the two rarest of them are
    taken, and it is said that they are common.
    """
    there = sorted((wording for wording in wordings if count(wording)), key=count)
    typed = [wording for wording in there if wording.is_typed]
    others = [wording for wording in there if not wording.is_typed][:MOST_OTHERS]
    chosen, cost = [], 0
    for wording in [*typed[:MOST_TYPED], *others]:
        if cost + count(wording) <= budget:
            chosen.append(wording)
            cost += count(wording)
    is_common = bool(typed) and not any(wording.is_typed for wording in chosen)
    if is_common:
        chosen = typed[:2]
    held = {part for wording in chosen if wording.is_typed for part in wording.parts}
    return chosen, is_common, frozenset(part for wording in typed for part in wording.parts) - held


def _in_area(
    area: str, asked: Sequence[Wording], count: Occurrence, *, is_common: bool, scored: bool
) -> tuple[Ids, Ids, Scores]:
    """Which of the wordings asked for (their places), held by which entries of an area, and their scores; shape (n,).

    Of common ones the newest that have both are taken, and after them the newest that have the rarest.
    """
    places = np.array([place for place, wording in enumerate(asked) if count(wording)], dtype=np.int64)
    if not places.size:
        return places, places, places.astype(np.float32)
    here = [asked[place] for place in places]
    if is_common:
        which, ids, scores = _commonest(area, here, count, scored=scored)
    else:
        terms = [each.terms for each in here]
        limit = BUDGET if any(count(wording) > BUDGET for wording in here) else None
        which, ids, scores = backend().holding(area, terms, limit=limit, scored=scored)
    if not scored:
        texts = count.texts[AREAS[area][0]]
        found = np.bincount(which, minlength=len(here)).tolist()
        scores = -np.array([bm25.fts5_idf(number, texts) for number in found], dtype=np.float32)[which]
    return places[which], ids, scores


def _commonest(
    area: str, typed: Sequence[Wording], count: Occurrence, *, scored: bool
) -> tuple[Ids, Ids, Scores]:
    """The newest entries that have both of these words, too common to be looked for alone; else the rarer."""
    terms = [wording.terms[0] for wording in typed]
    ids, scores = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    while terms and not ids.size:
        ids, scores = backend().matches(
            area, terms, dict(count.of), everything=True, limit=BUDGET, scored=scored
        )
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
    return Matches(entries, cosine, bm25.scaled(-words), parts, held, asked, through, skipped)


def _entry_numbers(kind: str, objects: Any) -> Ids:
    """The entry numbers of these questions, causes or pages, by their keys (a list or a queryset)."""
    rows = IndexEntry.objects.filter(kind=kind, **{f"{kind}__in": objects}).values_list("pk", flat=True)
    return np.fromiter(rows.iterator(), dtype=np.int64)

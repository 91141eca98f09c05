"""What the engine proposes, thinned to what the database allows, and in its order.

First the exact name of what was typed, then what holds the words and is near in meaning, then what does one of both,
and last what holds some of the words only.
"""

from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from conditions.related.backends.entries import objects_of
from conditions.related.calibration import Search
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.ranking.every_match import Matches, every_match
from conditions.related.ranking.scoring import fused_ranks
from conditions.related.ranking.wordings import OTHER_NAME
from portal.search.exact import exactly_named
from portal.search.hits import BOTH, EXACT, ONE, PART, Found, Source, Wanted
from portal.search.public import hidden_among

MOST = 2_000
"""Best hits of each kind that are listed.  Who wants more narrows the search."""

MOST_PART = 100
"""Best texts that are listed for some of the words only."""

MENTIONS = 0.60
"""Share of the words, the rarer the more they count, from which a text is shown for its words alone."""

SOME = 0.30
"""Share of the words from which a text is shown last, as one that has only some of them."""

NOT_SHOWN = -1

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]


def ranked(kind: str, wanted: Wanted, among: QuerySet[Any] | None = None, *, floor: bool = True) -> Found:
    """The best MOST public objects of a kind for what is wanted, best first.

    The engine looks at nothing but `among`, when given, so that a filter that few pass still finds those few.
    """
    keys: Any = None if among is None else among.order_by().values("pk")
    found = every_match(kind, wanted.query, wanted.wordings, wanted.counted, among=keys)
    share = _shares(found, wanted)
    score, step = _judged(found, share, calibration_in_use().search)
    order = _ordered(score, step, floor=floor)
    numbers = objects_of(kind, found.entries[order])
    hidden = hidden_among(kind, numbers.tolist())
    if hidden.size:
        is_shown = ~np.isin(numbers, hidden)
        order, numbers = order[is_shown], numbers[is_shown]
    steps, scores = step[order], score[order].astype(np.float64).round(6)
    named = _named(kind, numbers[share[order] >= OTHER_NAME - 0.01].tolist(), wanted)
    if named:
        steps = np.where(np.isin(numbers, list(named)), EXACT, steps)
    best = np.lexsort((-numbers, -scores, -steps))  # as Ranked.key
    return Found(numbers[best], scores[best], steps[best], order[best], Source(found, wanted))


def _shares(found: Matches, wanted: Wanted) -> Numbers:
    """How much of what was looked for each text holds, 0 to 1, the rarer terms counting more.

    A term that no text of the site has under any name, or that too many have to be looked for, counts for nothing.
    """
    weights = np.array(
        [0.0 if part in found.skipped else wanted.weights.get(part, 0.0) for part in found.parts],
        dtype=np.float32,
    )
    total = sum(weight for term, weight in wanted.weights.items() if term not in found.skipped)
    if total <= 0:
        return np.zeros(len(found.entries), dtype=np.float32)
    # Not by "@": BLAS warns of invalid values that it met in the padding of so narrow a matrix.
    share: Numbers = np.einsum("tp,p->t", found.held, weights / np.float32(total))
    return share


def _judged(found: Matches, share: Numbers, numbers: Search) -> tuple[Numbers, Places]:
    """The score of each text, and its step in the order."""
    near = np.nan_to_num(found.cosine, nan=-1.0)
    if calibration_in_use().stages is None:
        score = fused_ranks(found.cosine, found.words)
        nearest = np.zeros(len(near), dtype=bool)
        nearest[np.argsort(-score, kind="stable")[: numbers.nearest]] = True
    else:
        meaning = np.where(np.isnan(found.cosine), share, found.cosine)
        weight = numbers.share_weight
        score = (1 - weight) * meaning + weight * share + numbers.bm25_weight * found.words
        nearest = near >= numbers.near
    mentions = share >= MENTIONS
    half = (near >= numbers.half_near) & (share >= numbers.half_mentions)
    step = np.where(share >= SOME, PART, NOT_SHOWN)
    step = np.where(nearest | mentions | half, ONE, step)
    return score, np.where(nearest & mentions, BOTH, step)


def _ordered(score: Numbers, step: Places, *, floor: bool) -> Places:
    """The places of what is listed, best first, the first of equals; without `floor` by score alone."""
    if not floor:
        return _best(score, np.arange(len(score)), MOST)
    found: list[Places] = []
    left = MOST
    for wanted, most in ((BOTH, MOST), (ONE, MOST), (PART, MOST_PART)):
        best = _best(score, np.flatnonzero(step == wanted), min(most, left))
        found.append(best)
        left -= len(best)
    return np.concatenate(found)


def _best(score: Numbers, places: Places, count: int) -> Places:
    """The `count` of these places (ascending) with the best scores, best first, the first of equals."""
    if not count:
        return places[:0]
    scores = score[places]
    if count < len(places):  # only what is at least as good as the last of them is sorted
        kept = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
        places, scores = places[kept], scores[kept]
    return places[np.argsort(-scores, kind="stable")[:count]]


def _named(kind: str, numbers: list[int], wanted: Wanted) -> set[int]:
    """Those of the causes or pages with these keys, which hold all of the words, whose name is what was typed."""
    return set() if kind == "question" else exactly_named(kind, numbers, wanted)

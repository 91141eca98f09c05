"""The first stage: by meaning and by word, over all questions, causes or pages.

It proposes; whoever shows the results asks `public()` what may be shown.
"""

from dataclasses import dataclass

import numpy as np

from conditions.related.backends import keyword_index
from conditions.related.backends.base import Ids, Nearest, Scores
from conditions.related.encoder.encoder import calibration_in_use, get_encoder
from conditions.related.ranking import scoring
from conditions.related.ranking.query import Hit, Query

NEAREST = 100
"""Least number of nearest vectors that are ranked with the words' matches."""

BY_WORD = 10
"""Best matches by word that are ranked too, however far they stand in meaning: who names a drug means that drug."""

SPARE = 5
"""Entries ranked beyond those that are asked for: some may be gone from the database."""


@dataclass(frozen=True)
class Found:
    """What the first stage chose, best first: entry numbers, cosines (NaN without a vector), BM25, score; shape (n,).

    `frequency` tells how many entries have each of the query's terms.
    """

    entries: Ids
    cosine: Scores
    words: Scores
    score: Scores
    frequency: dict[str, int]

    def hit(self, at: int, object_id: int, score: float, words: float, overlap_weight: float = 0.0) -> Hit:
        """The row at this place, as a hit on an object."""
        cosine = float(self.cosine[at])
        return Hit(
            object_id=object_id,
            score=float(score),
            cosine=None if cosine != cosine else cosine,
            words=float(words),
            entry=int(self.entries[at]),
            overlap_weight=overlap_weight,
        )


def first_stage(
    kind: str,
    query: Query,
    limit: int,
    budget: int,
    *,
    without: int | None = None,
    nearest: Nearest | None = None,
) -> Found:
    """What is near in meaning or shares rare words: the best `limit` of both, the best by word, and some to spare.

    `without` is an entry number to leave out; `nearest`, when they are known already, are numbers and their cosines.
    """
    frequency = keyword_index.document_frequency(kind, query.told) if query.told else {}
    encoder = get_encoder() if query.vector is not None else None
    if encoder is None or query.vector is None:
        ids, scores = keyword_index.matches(kind, query.terms, frequency, budget)
        found, cosine = ids, np.full(len(ids), np.nan, dtype=np.float32)
    else:
        ids, scores, (found, cosine) = keyword_index.matches_and_nearest(
            kind,
            query.terms,
            frequency,
            budget,
            encoder=encoder,
            vector=query.vector,
            count=max(NEAREST, 3 * limit),
            known=nearest,
        )
    ids, words = _kept(ids, scores, without)
    if without is not None:
        cosine, found = cosine[found != without], found[found != without]
    word = aligned(found, ids, words)
    score = scoring.first_stage_score(cosine, word, calibration_in_use())
    order = _best(score, word, limit + SPARE)
    return Found(found[order], cosine[order], word[order], score[order], frequency)


def _best(score: Scores, words: Scores, count: int) -> Ids:
    """The places of the `count` best, and of the BY_WORD best by word; by score."""
    best = np.argsort(-score, kind="stable")[:count]
    by_word = np.argsort(-words, kind="stable")[:BY_WORD]
    joined = np.union1d(best, by_word[words[by_word] > 0])
    return joined[np.argsort(-score[joined], kind="stable")]


def _kept(ids: Ids, words: Scores, without: int | None) -> tuple[Ids, Scores]:
    """The matches but one, the best of them scaled to 1 again."""
    if without is not None:
        ids, words = ids[ids != without], words[ids != without]
    best = float(words.max(initial=0.0))
    return ids, words / best if best > 0 else words


def aligned(wanted: Ids, ids: Ids, values: Scores) -> Scores:
    """The value of each wanted number, 0 where it has none; shape (len(wanted),)."""
    out = np.zeros(len(wanted), dtype=np.float32)
    if ids.size:
        order = np.argsort(ids)
        at = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
        place = order[at]
        same = ids[place] == wanted
        out[same] = values[place[same]]
    return out

"""How much two texts are alike: pure functions on arrays, no database.  docs/RELATED.md explains the figures."""

import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from conditions.related.calibration import Calibration, Stages

T = TypeVar("T")

LEXICAL_FLOOR = 0.17
"""Least score that is shown when there are no vectors and the overlap is all there is: words know of no encoder."""

FUSION = 60
"""The constant of reciprocal rank fusion, as its authors set it."""


def first_stage_score(cosine: ArrayLike, words: ArrayLike, calibration: Calibration) -> NDArray[np.float32]:
    """By what n candidates are chosen for the second stage, shape (n,).

    `cosine` is NaN where there is no vector (no encoder, or a script the model does not know); `words` is BM25 scaled
    to the best hit (bm25.scaled), 0 for what the index did not find.
    """
    near, bm25 = np.asarray(cosine, dtype=np.float32), np.asarray(words, dtype=np.float32)
    stages = calibration.stages
    if stages is None:
        return fused_ranks(near, bm25)
    return np.where(np.isnan(near), stages.words_alone * bm25, near + stages.first_stage_words * bm25)


def fused_ranks(cosine: NDArray[np.float32], words: NDArray[np.float32]) -> NDArray[np.float32]:
    """Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009), 1 for the first by both, shape as given.

    It needs no calibration: only the order of each measure counts.  What has no vector, or none of the words, has no
    rank there.
    """
    fused = np.zeros(cosine.shape, dtype=np.float32)
    for values, is_ranked in ((cosine, ~np.isnan(cosine)), (words, words > 0)):
        order = np.argsort(-np.where(is_ranked, values, -np.inf), axis=-1, kind="stable")
        ranks = np.empty(cosine.shape, dtype=np.float32)
        np.put_along_axis(ranks, order, np.arange(1, cosine.shape[-1] + 1, dtype=np.float32), axis=-1)
        fused += np.where(is_ranked, (FUSION + 1) / 2 / (FUSION + ranks), 0)
    return fused


def cause_score(cosine: ArrayLike, signs: ArrayLike, calibration: Calibration) -> NDArray[np.float32]:
    """How well n causes fit what is told, 0 to about 1, shape (n,); more where many signs are named.

    `signs` is keyword_index.weighed_matches of all that their pages tell; `cosine` is NaN where there is no vector.
    """
    near, told = np.asarray(cosine, dtype=np.float32), np.asarray(signs, dtype=np.float32)
    if calibration.stages is None:
        return fused_ranks(near, told)
    told = calibration.stages.signs * told
    return np.where(np.isnan(near), told, near + told).astype(np.float32)


def name_score(cosine: ArrayLike, maxsim: ArrayLike, stages: Stages) -> NDArray[np.float32]:
    """What n causes gain where their names are closer to the text than their cosines let expect, shape (n,)."""
    near, closest = np.asarray(cosine, dtype=np.float32), np.asarray(maxsim, dtype=np.float32)
    start, slope = stages.expected_maxsim
    gained = stages.near_name * (closest - start - slope * near)
    return np.where(np.isnan(gained), 0, np.maximum(gained, 0)).astype(np.float32)


def overlap_weight(asked: int, candidates: Sequence[int], kind: str, stages: Stages) -> float:
    """What the words in common count for between a query and candidates of so many distinct terms each.

    One weight for all candidates of a query keeps them comparable.
    """
    least, most = stages.weights[kind].overlap
    terms = math.sqrt(max(asked, 1) * max(sum(candidates) / max(len(candidates), 1), 1))
    grown = math.log(terms / stages.few_terms) / math.log(stages.many_terms / stages.few_terms)
    return least + (most - least) * min(max(grown, 0.0), 1.0)


def second_stage_score(
    cosine: ArrayLike, maxsim: ArrayLike, overlap: ArrayLike, *, weight: float, kind: str, stages: Stages
) -> NDArray[np.float32]:
    """The score of n candidates, from 0 to about 1, shape (n,).

    `cosine` is NaN where there is no vector: there the overlap alone counts, and LEXICAL_FLOOR is its floor.
    `maxsim` is late_interaction.maxsim, NaN where there is no sketch.  `overlap` is term_overlap.overlap, 0 to 1;
    `weight` what it counts for, from `overlap_weight`.
    """
    weights = stages.weights[kind]
    near, closest, common = (np.asarray(array, dtype=np.float32) for array in (cosine, maxsim, overlap))
    start, slope = stages.expected_maxsim
    expected = start + slope * near
    closest = np.where(np.isnan(closest), expected, closest)
    if weights.forward == 0.0:
        closest = np.fmax(closest, expected - stages.unnamed_penalty)
    known = (
        weights.cosine * near
        + (1 - weights.cosine - weight) * closest
        + weight * (common + stages.usual_overlap)
    )
    return np.where(np.isnan(near), common, known).astype(np.float32)


def is_above_floor(
    score: float, cosine: float | None, kind: str, calibration: Calibration, *, more: float = 0.0
) -> bool:
    """Whether a candidate is above the floor of its kind, and so much `more`."""
    return score >= (LEXICAL_FLOOR if cosine is None else calibration.floor[kind]) + more


def listed(scored: Iterable[tuple[T, float, float | None]], calibration: Calibration) -> list[tuple[T, bool]]:
    """Which of these (item, score, cosine), best first, a list of questions shows, and whether each is close.

    After the best one an item needs `margin_after_first` more, to be close `close_margin` more than to be shown.
    """
    kept = []
    for place, (item, score, cosine) in enumerate(scored):
        more = calibration.margin_after_first if place else 0.0
        if is_above_floor(score, cosine, "question", calibration, more=more):
            close = more + calibration.close_margin
            kept.append((item, is_above_floor(score, cosine, "question", calibration, more=close)))
    return kept

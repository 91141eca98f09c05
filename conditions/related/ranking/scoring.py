"""How much two texts are alike: pure functions on arrays, no database. The figures are explained in docs/RELATED.md."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")


@dataclass(frozen=True)
class Weights:
    """What each measure counts for: the cosine, the words in common (least and most, see `reach`), alignment the rest.

    `forward` is the direction of late.align.
    """

    cosine: float
    overlap: tuple[float, float]
    forward: float | None = None


WEIGHTS: Mapping[str, Weights] = {
    "question": Weights(cosine=0.40, overlap=(0.10, 0.50)),
    "cause": Weights(cosine=0.40, overlap=(0.10, 0.10), forward=0.0),
    "page": Weights(cosine=0.40, overlap=(0.10, 0.10), forward=0.0),
}
"""By kind of candidate; of a cause or page its names are aligned, looked for in the text."""

FEW_TERMS, MANY_TERMS = 10, 20
"""Distinct terms (geometric mean of both sides) between which the weight of the words in common grows: between two
bare sentences common words mislead as often as they tell; between two told cases they tell more than any alignment."""

EXPECTED_ALIGNMENT = (0.22, 0.69)
"""Alignment is about 0.22 + 0.69 x cosine: it stands in where there is no sketch."""

USUAL_OVERLAP = 0.43
"""Alignment of the candidates that are ranked is so much greater than their overlap; added to the overlap, so that a
score means the same whichever of the two it leans on."""

WORDS_ALONE = 0.30
"""What the best BM25 counts for beside cosines when candidates without a vector are chosen."""

FIRST_STAGE_WORDS = 0.05
"""What BM25, scaled to the best hit, adds to the cosine when candidates are chosen for the second stage."""

UNNAMED = 0.10
"""A cause whose name does not stand in the text loses this much of the expected alignment, and no more: patients tell
symptoms, not names."""

SECOND_STAGE = 30
"""Candidates of the first stage that are aligned word by word."""

FLOOR: Mapping[str, float] = {"question": 0.58, "cause": 0.42, "page": 0.54}
"""Least score that is shown, by kind of candidate."""

UNJUDGED = 0.10
"""So much more a cause needs to be shown to who is asking: a doctor judges what is proposed, a patient does not."""

SAME_CAUSE = 0.12
"""Added between two questions whose replies doctors linked to the same cause: a person's judgement, not the engine's.
It lifts what stands within this much of the floor; docs/RELATED.md, "The floor", says more."""

FURTHER = 0.04
"""So much above the floor must be what is listed after the best: readers found the second to fourth less often useful
than the first of the same score."""

CLOSE = 0.06
"""So much above what it needs to be listed at all must be what is called similar; the others are listed apart, as about
a related problem. Chosen so that strict readers agree with nine in ten of the first kind (docs/RELATED.md)."""

LEXICAL_FLOOR = 0.17
"""Least score that is shown when there are no vectors and the overlap is all there is."""

DUPLICATE_COSINE = 0.95
"""Two candidates closer than this say the same; only the better one is listed."""

PER_DOCTOR = 2
"""So many of one list may be answered by the same doctor before others come first."""

DOCTOR_MARGIN = 0.04
"""How much weaker another doctor's case may be and still come before one more of the same doctor."""


@dataclass(frozen=True)
class Hit:
    """One candidate of a list: its key, its combined score, and what diversity needs to know of it."""

    key: Any
    score: float
    doctor: Any = None
    title: str = ""
    vector: NDArray[np.float32] | None = None


def first(cosine: ArrayLike, words: ArrayLike) -> NDArray[np.float32]:
    """By what n candidates are chosen for the second stage, shape (n,).

    `cosine` is NaN where there is no vector (no encoder, or a script the model does not know); `words` is BM25 scaled
    to the best hit (fts.scaled), 0 for what the index did not find.
    """
    near, bm25 = np.asarray(cosine, dtype=np.float32), np.asarray(words, dtype=np.float32)
    return np.where(np.isnan(near), WORDS_ALONE * bm25, near + FIRST_STAGE_WORDS * bm25)


def reach(asked: int, candidates: Sequence[int], kind: str = "question") -> float:
    """What the words in common count for between a query and candidates of so many distinct terms each.

    One weight for all candidates of a query keeps them comparable.
    """
    least, most = WEIGHTS[kind].overlap
    terms = math.sqrt(max(asked, 1) * max(sum(candidates) / max(len(candidates), 1), 1))
    grown = math.log(terms / FEW_TERMS) / math.log(MANY_TERMS / FEW_TERMS)
    return least + (most - least) * min(max(grown, 0.0), 1.0)


def combine(
    cosine: ArrayLike, alignment: ArrayLike, overlap: ArrayLike, *, share: float, kind: str = "question"
) -> NDArray[np.float32]:
    """The score of n candidates, from 0 to about 1, shape (n,).

    `cosine` is NaN where there is no vector: there the overlap alone counts, and LEXICAL_FLOOR is its floor.
    `alignment` is late.align, NaN where there is no sketch. `overlap` is overlap.overlap, 0 to 1; `share` its weight,
    from `reach`.
    """
    weights = WEIGHTS[kind]
    near, aligned, common = (np.asarray(array, dtype=np.float32) for array in (cosine, alignment, overlap))
    start, slope = EXPECTED_ALIGNMENT
    expected = start + slope * near
    aligned = np.where(np.isnan(aligned), expected, aligned)
    if weights.forward == 0.0:
        aligned = np.fmax(aligned, expected - UNNAMED)
    known = weights.cosine * near + (1 - weights.cosine - share) * aligned + share * (common + USUAL_OVERLAP)
    return np.where(np.isnan(near), common, known).astype(np.float32)


def passes(score: float, cosine: float | None, kind: str = "question", *, more: float = 0.0) -> bool:
    """Whether a candidate is above the floor of its kind, and so much `more`."""
    return score >= (LEXICAL_FLOOR if cosine is None else FLOOR[kind]) + more


def listed(scored: Iterable[tuple[T, float, float | None]]) -> list[tuple[T, bool]]:
    """Which of these (item, score, cosine), best first, a list of questions shows, and whether each is close.

    After the best one an item needs FURTHER more, to be close CLOSE more than to be shown.
    """
    kept = []
    for place, (item, score, cosine) in enumerate(scored):
        more = FURTHER if place else 0.0
        if passes(score, cosine, more=more):
            kept.append((item, passes(score, cosine, more=more + CLOSE)))
    return kept


def diversify(hits: Sequence[Hit], limit: int = 4, *, per_doctor: int = PER_DOCTOR) -> list[Hit]:
    """The best `limit` hits, best first, without near-duplicates and with few answers of one doctor.

    A hit of a doctor who already has `per_doctor` in the list gives way to one that is at most DOCTOR_MARGIN weaker.
    """
    apart: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: -hit.score):
        if not any(is_duplicate(hit, other) for other in apart):
            apart.append(hit)
    kept = spread([(hit, hit.score, hit.doctor) for hit in apart], limit, per_doctor=per_doctor)
    return sorted(kept, key=lambda hit: -hit.score)


def spread(
    scored: Sequence[tuple[T, float, Any]],
    limit: int,
    *,
    per_doctor: int = PER_DOCTOR,
    before: Iterable[Any] = (),
) -> list[T]:
    """Up to `limit` of these (item, score, doctor or None), best first, few of one doctor: see `diversify`.

    `before` are the doctors of items that stand in the list already.
    """
    counted = Counter(before)
    left = list(range(len(scored)))
    kept: list[int] = []

    def worth(at: int) -> float:
        _item, score, doctor = scored[at]
        return score - (DOCTOR_MARGIN if doctor is not None and counted[doctor] >= per_doctor else 0.0)

    while left and len(kept) < limit:
        best = max(left, key=worth)
        left.remove(best)
        kept.append(best)
        counted[scored[best][2]] += 1
    return [scored[at][0] for at in sorted(kept, key=lambda at: -scored[at][1])]


def is_duplicate(one: Hit, other: Hit) -> bool:
    """Whether two candidates say the same: the same title, or vectors that almost coincide."""
    if one.title and one.title.casefold().strip(" ?.!") == other.title.casefold().strip(" ?.!"):
        return True
    if one.vector is None or other.vector is None:
        return False
    return float(one.vector @ other.vector) >= DUPLICATE_COSINE

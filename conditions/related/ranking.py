"""How much two texts are alike: pure functions on arrays, no database. The figures are explained in docs/RELATED.md."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")


@dataclass(frozen=True)
class Weights:
    """What each measure counts for; they add up to 1. `forward` is the direction of late.align."""

    cosine: float
    alignment: float
    lexical: float
    forward: float | None = None


WEIGHTS: Mapping[str, Weights] = {
    "question": Weights(cosine=0.48, alignment=0.48, lexical=0.04),
    "cause": Weights(cosine=0.48, alignment=0.48, lexical=0.04, forward=0.0),
    "page": Weights(cosine=0.48, alignment=0.48, lexical=0.04, forward=0.0),
}
"""By kind of candidate; of a cause or page its names are aligned, looked for in the text."""

EXPECTED_ALIGNMENT = (0.22, 0.69)
"""Alignment is about 0.22 + 0.69 x cosine: it stands in where there is no sketch, and in the first stage."""

UNNAMED = 0.10
"""A cause whose name does not stand in the text loses this much of the expected alignment, and no more: patients tell
symptoms, not names."""

SECOND_STAGE = 30
"""Candidates of the first stage that are aligned word by word."""

FLOOR: Mapping[str, float] = {"question": 0.50, "cause": 0.42, "page": 0.50}
"""Least score that is shown, by kind of candidate."""

SAME_CAUSE = 0.12
"""Added between two questions whose replies doctors linked to the same cause: a person's judgement, not the engine's.
It lifts what stands within this much of the floor; docs/RELATED.md, "The floor", says more."""

LEXICAL_FLOOR = 0.30
"""Least score that is shown when there are no vectors and coverage stands in for the cosine."""

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


def combine(
    cosine: ArrayLike,
    lexical: ArrayLike,
    coverage: ArrayLike | None = None,
    bonus: ArrayLike | float = 0.0,
    *,
    alignment: ArrayLike | None = None,
    kind: str = "question",
) -> NDArray[np.float32]:
    """The score of n candidates, from 0 to about 1, shape (n,).

    `cosine` is NaN where there is no vector (no encoder, or a script the model does not know): there `coverage` (see
    below; 0 to 1) stands in for it. `lexical` is BM25 scaled to the best hit (fts.scaled), 0 for what the index did
    not find. `alignment` is late.align, NaN or None where it is not known (the first stage). `bonus` is what weak
    signals add.
    """
    weights = WEIGHTS[kind]
    near = np.asarray(cosine, dtype=np.float32)
    words = np.asarray(lexical, dtype=np.float32)
    instead = words * LEXICAL_FLOOR if coverage is None else np.asarray(coverage, dtype=np.float32)
    start, slope = EXPECTED_ALIGNMENT
    expected = start + slope * near
    aligned = expected if alignment is None else np.asarray(alignment, dtype=np.float32)
    aligned = np.where(np.isnan(aligned), expected, aligned)
    if weights.forward == 0.0:
        aligned = np.fmax(aligned, expected - UNNAMED)
    meaning = (weights.cosine * near + weights.alignment * aligned) / (weights.cosine + weights.alignment)
    base = np.where(np.isnan(near), instead, meaning)
    score = (1 - weights.lexical) * base + weights.lexical * words
    return (score + np.asarray(bonus, dtype=np.float32)).astype(np.float32)


def coverage(query: Iterable[str], candidate: Iterable[str], idf: Mapping[str, float]) -> float:
    """How much of each other's terms two texts have, 0 to 1: the geometric mean of both shares, weighted by 1 + idf.

    Both shares, because a long text has a word of everything. The 1 keeps the words of the only text of a small site
    from weighing nothing. A term without an idf weighs as much as the mean.
    """
    asked, found = set(query), set(candidate)
    usual = sum(idf.values()) / len(idf) if idf else 0.0
    size = sum(1 + idf.get(term, usual) for term in asked) * sum(1 + idf.get(term, usual) for term in found)
    shared = sum(1 + idf.get(term, usual) for term in asked & found)
    return shared / size**0.5 if size > 0 else 0.0


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

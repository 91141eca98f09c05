"""Which of the candidates of a list it takes: no near-duplicates, few of one doctor."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from django.utils.functional import cached_property
from numpy.typing import NDArray

from conditions.related.calibration import Calibration

T = TypeVar("T")

SHOWN_PER_DOCTOR = 2
"""So many of what a page shows may be answered by the same doctor before others come first."""

STORED_PER_DOCTOR = 3
"""The same of a stored list, which is longer."""


@dataclass(frozen=True)
class Candidate:
    """A question as a list sees it; `doctor` gave the first public reply, doctors linked it to the `causes`."""

    title: str = ""
    doctor: int | None = None
    vector: NDArray[np.float32] | None = None
    token_sketch: bytes = b""
    causes: frozenset[int] = frozenset()

    @cached_property
    def said(self) -> str:
        """The title as it is compared with others."""
        return self.title.casefold().strip(" ?.!")


Scored = tuple[T, float, Candidate]
"""An item of a list, its score, and what diversity needs to know of it."""


def diversify(
    scored: Sequence[Scored[T]], limit: int, calibration: Calibration, *, per_doctor: int = SHOWN_PER_DOCTOR
) -> list[T]:
    """The best `limit` items, best first, without near-duplicates and with few answers of one doctor.

    An item of a doctor who has `per_doctor` in the list already gives way to one at most `doctor_margin` weaker.
    """
    apart: list[Scored[T]] = []
    for entry in sorted(scored, key=lambda entry: -entry[1]):
        if not any(is_duplicate(entry[2], other, calibration) for _item, _score, other in apart):
            apart.append(entry)
    by_doctor = [(item, score, candidate.doctor) for item, score, candidate in apart]
    return few_of_one_doctor(by_doctor, limit, calibration, per_doctor=per_doctor)


def few_of_one_doctor(
    scored: Sequence[tuple[T, float, int | None]],
    limit: int,
    calibration: Calibration,
    *,
    per_doctor: int = SHOWN_PER_DOCTOR,
    before: Iterable[int] = (),
) -> list[T]:
    """Up to `limit` of these (item, score, doctor or None), best first: see `diversify`.

    `before` are the doctors of items that stand in the list already.
    """
    counted: Counter[int | None] = Counter(before)
    left = list(range(len(scored)))
    kept: list[int] = []

    def worth(at: int) -> float:
        _item, score, doctor = scored[at]
        is_one_more = doctor is not None and counted[doctor] >= per_doctor
        return score - (calibration.doctor_margin if is_one_more else 0.0)

    while left and len(kept) < limit:
        best = max(left, key=worth)
        left.remove(best)
        kept.append(best)
        counted[scored[best][2]] += 1
    return [scored[at][0] for at in sorted(kept, key=lambda at: -scored[at][1])]


def is_duplicate(one: Candidate, other: Candidate, calibration: Calibration) -> bool:
    """Whether two candidates say the same: the same title, or vectors that almost coincide."""
    if one.title and one.said == other.said:
        return True
    return says_the_same(one.vector, other.vector, calibration)


def says_the_same(
    one: NDArray[np.float32] | None, other: NDArray[np.float32] | None, calibration: Calibration
) -> bool:
    """Whether two unit vectors almost coincide."""
    if one is None or other is None:
        return False
    return float(one @ other) >= calibration.duplicate_cosine

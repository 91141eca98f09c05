"""Learns the order of proposed causes from what doctors tick and leave unticked, anew with every rebuild.

A logistic regression over the four facts of proposals/learned.py.  The latest fifth of the replies is held out: the
learned order is used only when it puts the ticked cause higher there than the shipped order does.  What doctors tick is
coloured by what stood first in their list, so the model stays small, and it only reorders what was good enough anyway.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conditions.models import CauseLink, CauseRanking
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.proposals.learned import FACTS, SHIPPED, Fit, facts_of, gains, worth_of
from conditions.related.upkeep.commonness import commonness

LEAST_HELD_OUT = 20
"""Fewer held-out replies with a tick tell nothing: the shipped order stays."""

HELD_OUT = 0.2
PRIOR = 5
"""Decisions that a cause is credited with at the usual share before its own count."""

LEAST_DECISIONS = 5
"""A cause that was decided on less often has no weight of its own, and none is stored of it."""

RIDGE = 1.0


@dataclass(frozen=True)
class Decided:
    """One proposal that a doctor ticked or left."""

    fit: Fit
    is_ticked: bool


Case = Sequence[Decided]
"""What was decided on one reply."""


def learn() -> CauseRanking:
    """Count how common each cause is, make the order anew from all decisions, and store it with what it is worth."""
    common = {str(cause): round(value, 3) for cause, value in commonness().items()}
    cases = _cases(gains(common, calibration_in_use()))
    taught, held = split(cases)
    shipped = mean_reciprocal_rank(held, SHIPPED, {})
    weights, ticked = fitted(taught)
    learned = mean_reciprocal_rank(held, weights, ticked)
    is_better = len(held) >= LEAST_HELD_OUT and learned > shipped
    if is_better:  # the latest replies teach too, now that they have judged
        weights, ticked = fitted(cases)
    made = {
        "common": common,
        "weights": {fact: round(weight, 4) for fact, weight in weights.items()} if is_better else {},
        "causes": {str(cause): round(odds, 4) for cause, odds in sorted(ticked.items())} if is_better else {},
        "decisions": sum(len(case) for case in cases),
        "held_out": len(held),
        "shipped_mrr": shipped if held else None,
        "learned_mrr": learned if held else None,
        "is_used": is_better,
    }
    return CauseRanking.objects.update_or_create(pk=1, defaults=made)[0]


def split(cases: Sequence[Case]) -> tuple[Sequence[Case], list[Case]]:
    """The earlier replies, and of the later ones those on which something was ticked and something left."""
    first_held = len(cases) - round(HELD_OUT * len(cases))
    held = [case for case in cases[first_held:] if len({each.is_ticked for each in case}) == 2]
    return cases[:first_held], held


def fitted(cases: Iterable[Case]) -> tuple[dict[str, float], dict[int, float]]:
    """The weight of each fact, and of each cause how much more often than others it is ticked (log odds)."""
    decided = [each for case in cases for each in case]
    counts = Counter(each.fit.cause for each in decided)
    ticks = Counter(each.fit.cause for each in decided if each.is_ticked)
    usual = (sum(ticks.values()) + 1) / (len(decided) + 2)

    def odds(cause: int, *, seen: int = 0, ticked: int = 0) -> float:
        """Log odds of a cause above the usual ones, without `seen` of its decisions."""
        yes = ticks[cause] - ticked + PRIOR * usual
        no = counts[cause] - seen - (ticks[cause] - ticked) + PRIOR * (1 - usual)
        return math.log(yes / no) - math.log(usual / (1 - usual))

    # Each decision is described by what the others say of its cause, else it would prove itself.
    rows = [
        facts_of(each.fit, {each.fit.cause: odds(each.fit.cause, seen=1, ticked=int(each.is_ticked))})
        for each in decided
    ]
    weights = _regression(np.array(rows, dtype=np.float64), np.array([each.is_ticked for each in decided]))
    known = {cause: odds(cause) for cause, count in counts.items() if count >= LEAST_DECISIONS}
    return dict(zip(FACTS, weights, strict=True)), known


def mean_reciprocal_rank(
    cases: Iterable[Case], weights: Mapping[str, float], ticked: Mapping[int, float]
) -> float:
    """How high the first ticked cause stands, on average: 1 when always first; 0 for no cases.

    Among equals it stands in their middle: links keep scores up to 1, so that strong proposals are often alike.
    """
    found = []
    for case in cases:
        worth = [worth_of(each.fit, weights, ticked) for each in case]
        best = max(value for each, value in zip(case, worth, strict=True) if each.is_ticked)
        above, alike = sum(value > best for value in worth), worth.count(best)
        found.append(1 / (1 + above + (alike - 1) / 2))
    return sum(found) / len(found) if found else 0.0


def _regression(rows: NDArray[np.float64], ticked: NDArray[np.bool_]) -> list[float]:
    """The weights of a ridge logistic regression without its constant; [1, 0, ...] where there is nothing to learn."""
    if not len(rows) or ticked.all() or not ticked.any():
        return [1.0, *[0.0] * (len(FACTS) - 1)]
    design = np.column_stack([rows, np.ones(len(rows))])
    ridge = np.diag([RIDGE] * rows.shape[1] + [1e-6])
    weights = np.zeros(design.shape[1])
    for _step in range(25):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (chance - ticked) + ridge @ weights
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        change = np.linalg.solve(bend, slope)
        weights -= change
        if np.abs(change).max() < 1e-8:
            break
    return [float(weight) for weight in weights[:-1]]


def _cases(common: Mapping[int, float]) -> list[Case]:
    """What was decided on each reply, in the order of time; `common` as in Known.  One query."""
    links = CauseLink.objects.exclude(state=CauseLink.State.PROPOSED).filter(
        cause__isnull=False, score__isnull=False
    )
    rows = links.order_by("decided_at", "pk").values_list("reply_id", "cause_id", "score", "reasons", "state")
    cases: dict[int, list[Decided]] = {}
    for reply, cause, score, reasons, state in rows.iterator():
        codes = {reason.get("code") for reason in reasons}
        fit = Fit(cause, score or 0.0, "named" in codes, "linked" in codes, common.get(cause, 0.0))
        cases.setdefault(reply, []).append(Decided(fit, state == CauseLink.State.CONFIRMED))
    return list(cases.values())

"""The order of proposed causes, as far as the doctors of this site have taught it by what they tick.

A weight for each of four facts and one for each cause (models.CauseRanking), learned at night by upkeep/ticks.py.
Without one the score decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conditions.models import CauseRanking

FACTS = ("score", "named", "linked", "ticked")
"""What an order is learned from; "ticked" is how much more often than others this cause is ticked (log odds)."""


@dataclass(frozen=True)
class Fit:
    """How well one cause fits: its score, whether the text names it, whether doctors linked it in similar questions."""

    cause: int
    score: float
    named: bool = False
    linked: bool = False


def learned_order(fits: Iterable[Fit]) -> list[int]:
    """The causes, best first.  One query."""
    ranking = CauseRanking.objects.in_use()
    if ranking is None:
        return ordered(fits, {"score": 1.0}, {})
    return ordered(fits, ranking.weights, {int(cause): odds for cause, odds in ranking.causes.items()})


def ordered(fits: Iterable[Fit], weights: Mapping[str, float], ticked: Mapping[int, float]) -> list[int]:
    """The causes by what they are worth, best first."""
    worth = {fit.cause: worth_of(fit, weights, ticked) for fit in fits}
    return sorted(worth, key=lambda cause: (-worth[cause], cause))


def worth_of(fit: Fit, weights: Mapping[str, float], ticked: Mapping[int, float]) -> float:
    """The sum of the weighted facts of one cause."""
    return sum(
        weights.get(fact, 0.0) * value for fact, value in zip(FACTS, facts_of(fit, ticked), strict=True)
    )


def facts_of(fit: Fit, ticked: Mapping[int, float]) -> tuple[float, ...]:
    """The facts of one cause, in the order of FACTS."""
    return fit.score, float(fit.named), float(fit.linked), ticked.get(fit.cause, 0.0)

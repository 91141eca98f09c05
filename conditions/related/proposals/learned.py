"""The order of proposed causes: the score, how common a cause is here, and what doctors have taught by what they tick.

What is common comes first (upkeep/commonness.py); it makes nothing fit that does not.  A weight for each of four facts
and one for each cause (models.CauseRanking) are learned at night by upkeep/ticks.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conditions.models import CauseRanking
from conditions.related.calibration import Calibration

FACTS = ("score", "named", "linked", "ticked")
"""What an order is learned from; "score" has in it what is gained for being common, "ticked" is how much more often
than others this cause is ticked (log odds)."""


SHIPPED = {"score": 1.0}
"""The weights where nothing is learned."""


@dataclass(frozen=True)
class Fit:
    """How well one cause fits: its score, whether the text names it, whether doctors linked it in similar questions.

    `common` is what it gains in the order for being common.
    """

    cause: int
    score: float
    named: bool = False
    linked: bool = False
    common: float = 0.0


@dataclass(frozen=True)
class Known:
    """What a site knows of causes, by their keys: what each gains for being common, and what ticks have taught."""

    common: Mapping[int, float]
    weights: Mapping[str, float]
    ticked: Mapping[int, float]

    def in_order(self, fits: Iterable[Fit]) -> list[int]:
        """The causes, best first."""
        return ordered(fits, self.weights, self.ticked)


def known_here(calibration: Calibration) -> Known:
    """What this site knows.  One query."""
    ranking = CauseRanking.objects.known()
    return Known(
        gains(ranking.common, calibration),
        ranking.weights if ranking.is_used else SHIPPED,
        {int(cause): odds for cause, odds in ranking.causes.items()} if ranking.is_used else {},
    )


def gains(common: Mapping[str, float], calibration: Calibration) -> dict[int, float]:
    """What each cause gains in the order, of how common each is (CauseRanking.common)."""
    return {int(cause): calibration.common_cause * value for cause, value in common.items()}


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
    return fit.score + fit.common, float(fit.named), float(fit.linked), ticked.get(fit.cause, 0.0)

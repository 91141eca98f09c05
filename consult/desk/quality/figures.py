"""How good the replies of a doctor were found to be: a share for each item."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count

from consult.models import Doctor
from consult.models.quality import ITEMS, QualityReview, Score

# Below this many reviews a share would mislead.
ENOUGH = 3


@dataclass(frozen=True)
class Figures:
    """The reviews of one doctor: how many, and for each item what was reached of what could be, in a hundred."""

    doctor: Doctor
    count: int
    shares: list[int | None]

    @property
    def is_enough(self) -> bool:
        """Whether the shares say something."""
        return self.count >= ENOUGH


def figures_of(doctors: Iterable[Doctor]) -> list[Figures]:
    """The figures of these doctors, by name; of who has no review yet too.  One query besides."""
    rows = QualityReview.objects.scored().order_by().values("reply__doctor")
    found: dict[int, Any] = {
        row["reply__doctor"]: row
        for row in rows.annotate(count=Count("pk"), **{f"mean_{c}": Avg(c) for c in ITEMS})
    }
    return [_figures(doctor, found.get(doctor.pk)) for doctor in sorted(doctors, key=lambda one: one.name)]


def _figures(doctor: Doctor, row: dict[str, Any] | None) -> Figures:
    """The figures of one doctor."""
    if row is None or row["count"] < ENOUGH:
        return Figures(doctor, row["count"] if row else 0, [None] * len(ITEMS))
    return Figures(doctor, row["count"], [round(100 * row[f"mean_{c}"] / Score.YES) for c in ITEMS])

"""What to offer when a search found nothing."""

from dataclasses import dataclass

from consult.models import Specialty
from portal.search.filters import Offers, offers
from portal.search.ranked import Wanted, ranked

NEAR = 10
"""Nearest questions, too far to be shown, whose topics and specialties are."""

LEAST = 0.20
"""Least score of those: below it a question has nothing to do with the words."""


@dataclass(frozen=True)
class Help:
    """Where the reader may look: what the nearest questions have in common, and every specialty."""

    nearest: Offers
    specialties: list[Specialty]


def help_with(wanted: Wanted) -> Help:
    """Collect it: one search without a floor and four queries."""
    near = ranked("question", wanted, floor=False)[:NEAR]
    return Help(offers([row.number for row in near if row.score >= LEAST]), list(Specialty.objects.all()))

"""What to offer when a search found nothing."""

from dataclasses import dataclass

from conditions.related.encoder.encoder import calibration_in_use
from consult.models import Specialty
from portal.search.filters import Offers, offers
from portal.search.hits import Wanted
from portal.search.ranked import ranked

NEAR = 10
"""Nearest questions, too far to be shown, whose topics and specialties are."""


@dataclass(frozen=True)
class Help:
    """Where the reader may look: what the nearest questions have in common, and every specialty."""

    nearest: Offers
    specialties: list[Specialty]


def help_with(wanted: Wanted) -> Help:
    """Collect it: one search without a floor and four queries."""
    near = sorted(ranked("question", wanted, floor=False), key=lambda row: -row.score)[:NEAR]
    least = calibration_in_use().search.least_help
    return Help(offers([row.number for row in near if row.score >= least]), list(Specialty.objects.all()))

"""How the engine is: for the health address, the admin and Django's system checks."""

from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db.models import Count, Q

from conditions.models import IndexEntry
from conditions.related.encoder.encoder import (
    calibration_problem,
    encoder_problem,
    get_encoder,
)


@dataclass(frozen=True)
class RelatedStatus:
    """`encoder` is the name of the model in use; `problem` says in words what is wrong, "" when nothing is.

    Not `calibrated` is a model that no number was set with: the engine orders by rank.
    """

    encoder: str
    problem: str
    calibrated: bool
    indexed: dict[str, int]
    stale: dict[str, int]
    unlisted: int

    @property
    def ok(self) -> bool:
        """Whether questions are compared by meaning, with numbers that hold, and every entry is up to date."""
        return not self.problem and not any(self.stale.values())


def related_status() -> RelatedStatus:
    """Count entries, and those that another encoder read, or none though there is one now.  One query."""
    encoder, uncalibrated = get_encoder(), calibration_problem()
    rows = IndexEntry.objects.values("kind").annotate(
        indexed=Count("pk"),
        stale=Count("pk", filter=~Q(encoder=encoder.fingerprint) if encoder else ~Q(encoder="")),
        unlisted=Count("pk", filter=Q(kind="question", listed_at__isnull=True)),
    )
    counted: dict[str, Any] = {row["kind"]: row for row in rows}
    return RelatedStatus(
        encoder=encoder.name if encoder else "",
        problem=encoder_problem() or uncalibrated,
        calibrated=not uncalibrated,
        indexed={kind: counted.get(kind, {}).get("indexed", 0) for kind in IndexEntry.Kind.values},
        stale={kind: counted.get(kind, {}).get("stale", 0) for kind in IndexEntry.Kind.values},
        unlisted=sum(row["unlisted"] for row in rows),
    )


def check_encoder(**_: Any) -> list[CheckMessage]:
    """`manage.py check` names an encoder that is missing or damaged, or that no number was set with.

    The site runs without it by words alone, with another one by rank.
    """
    if problem := encoder_problem():
        return [Warning(problem, id="conditions.W001")]
    if uncalibrated := calibration_problem():
        return [Warning(uncalibrated, id="conditions.W003")]
    return []

"""How the engine is: for the health address, the admin and Django's system checks."""

from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db.models import Count, Q, QuerySet

from conditions.models import IndexEntry
from conditions.related.encoder.encoder import (
    calibration_problem,
    encoder_problem,
    get_encoder,
)
from consult.common.database import one_list


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


UNLISTED = Q(kind="question", listed_at__isnull=True)


def _stale() -> Q:
    """Entries that another encoder read, or none though there is one now: said so that an index finds the few."""
    encoder = get_encoder()
    own = encoder.fingerprint if encoder else ""
    return Q(encoder__lt=own) | Q(encoder__gt=own)


def _behind() -> QuerySet[IndexEntry]:
    """Entries that the encoder in use has yet to read, or that have no list yet: few, each found by an index."""
    entries = IndexEntry.objects
    either = one_list(entries.filter(_stale()).values("pk"), entries.filter(UNLISTED).values("pk"))
    return entries.filter(pk__in=either)


def number_behind() -> int:
    """How many entries are behind.  One query."""
    return _behind().count()


def related_status() -> RelatedStatus:
    """Count entries, and those that are behind.  Two queries."""
    encoder, uncalibrated = get_encoder(), calibration_problem()
    behind = (
        _behind()
        .values("kind")
        .annotate(stale=Count("pk", filter=_stale()), unlisted=Count("pk", filter=UNLISTED))
    )
    counted: dict[str, Any] = {row["kind"]: row for row in behind}
    indexed = dict(IndexEntry.objects.values_list("kind").annotate(Count("pk")))
    return RelatedStatus(
        encoder=encoder.name if encoder else "",
        problem=encoder_problem() or uncalibrated,
        calibrated=not uncalibrated,
        indexed={kind: indexed.get(kind, 0) for kind in IndexEntry.Kind.values},
        stale={kind: counted.get(kind, {}).get("stale", 0) for kind in IndexEntry.Kind.values},
        unlisted=sum(row["unlisted"] for row in counted.values()),
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

"""The two health addresses."""

import time
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from conditions.related.upkeep.status import RelatedStatus, related_status
from portal.upkeep import troubles

SECONDS = 60
"""How long what was found is kept: counting a large index costs more than a load balancer may ask for."""

_kept: tuple[float, dict[str, Any]] | None = None


def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process runs."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether requests can be served (503 without a database), and how the related-question engine is.

    What degrades the site is named, and it stays in service: an engine without its language model works by words;
    `trouble` lists static files that are not collected, a cache that keeps nothing, mail or questions that wait too
    long, and a disk that is nearly full.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        kept = _looked_at()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    fine = kept["related"]["status"] == "ok" and not kept["trouble"]
    return JsonResponse({"status": "ok" if fine else "degraded", "database": "ok", **kept})


def forget() -> None:
    """Drop the kept state, so that the next call looks anew."""
    global _kept
    _kept = None


def _looked_at() -> dict[str, Any]:
    """What may degrade the site, as found within the last minute."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > SECONDS:
        _kept = (time.monotonic(), {"trouble": list(troubles()), "related": _engine()})
    return _kept[1]


def _engine() -> dict[str, Any]:
    """The engine's state in words that give strangers no path and no file name; `manage.py check` tells staff more."""
    found = related_status()
    return {
        "status": "ok" if found.ok else "degraded",
        "ranking": _ranking(found),
        "encoder": found.encoder,
        "indexed": found.indexed,
        "stale": found.stale,
        "waiting_for_similar": found.unlisted,
    }


def _ranking(found: RelatedStatus) -> str:
    """How the engine orders what it finds."""
    if not found.encoder:
        return "by word only"
    return "by meaning and word" if found.calibrated else "by rank, not calibrated"

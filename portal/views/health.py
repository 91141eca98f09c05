"""The two health addresses."""

import time
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from conditions.related.upkeep.status import RelatedStatus, related_status

SECONDS = 60
"""How long the engine's state is kept: counting a large index costs more than a load balancer may ask for."""

_kept: tuple[float, dict[str, Any]] | None = None


def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process runs."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether requests can be served (503 without a database), and how the related-question engine is.

    An engine without its language model is named as degraded and stays in service: it works by words.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        engine = _engine()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    status = "ok" if engine["status"] == "ok" else "degraded"
    return JsonResponse({"status": status, "database": "ok", "related": engine})


def forget() -> None:
    """Drop the kept state, so that the next call looks anew."""
    global _kept
    _kept = None


def _engine() -> dict[str, Any]:
    """The engine's state in words that give strangers no path and no file name; `manage.py check` tells staff more."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > SECONDS:
        found = related_status()
        _kept = (
            time.monotonic(),
            {
                "status": "ok" if found.ok else "degraded",
                "ranking": _ranking(found),
                "encoder": found.encoder,
                "indexed": found.indexed,
                "stale": found.stale,
                "waiting_for_similar": found.unlisted,
            },
        )
    return _kept[1]


def _ranking(found: RelatedStatus) -> str:
    """How the engine orders what it finds."""
    if not found.encoder:
        return "by word only"
    return "by meaning and word" if found.calibrated else "by rank, not calibrated"

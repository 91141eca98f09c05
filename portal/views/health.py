"""The two health addresses."""

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from conditions.related.upkeep.status import RelatedStatus, related_status
from portal.upkeep import KeptAMinute, recent_troubles


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
        trouble, related = recent_troubles(), _recent_engine()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    status = "degraded" if trouble or related["status"] != "ok" else "ok"
    return JsonResponse({"status": status, "database": "ok", "trouble": trouble, "related": related})


def forget() -> None:
    """Drop what is kept, so that the next call looks anew."""
    recent_troubles.forget()
    _recent_engine.forget()


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


_recent_engine = KeptAMinute(_engine)


def _ranking(found: RelatedStatus) -> str:
    """How the engine orders what it finds."""
    if not found.encoder:
        return "by word only"
    return "by meaning and word" if found.calibrated else "by rank, not calibrated"

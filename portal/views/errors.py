"""When a request is wrong, or something fails.

None of these reads what was sent: Django's own would check for a forged form again, and fail on a malformed one.
"""

import sys
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from consult.common.database import is_unavailable
from portal.views.typed import typed_in

SECONDS = 30
"""After which to try again when the database was busy or away."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refuse a request that no browser of a visitor sends."""
    return _plain("400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say who is signed in, and where to go."""
    return _in_style(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer the search and the ways on."""
    return _in_style(request, "404.html", status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Ask who tries to sign in very often to wait."""
    response = _in_style(request, "429.html", status=429)
    response["Retry-After"] = "300"  # the longest of the limits
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; when the database is busy or away, show back what was typed."""
    if is_unavailable(sys.exception()):
        return unavailable(request)
    return _plain("500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Nothing was stored: show what was typed, to be sent again."""
    context: dict[str, Any] = {"address": request.get_full_path()}
    # Only of a form that had passed the check for forged ones before the database failed.
    view = getattr(request.resolver_match, "func", None)
    if getattr(request, "csrf_processing_done", False) or getattr(view, "csrf_exempt", False):
        sent: Any = getattr(request, "_post", QueryDict())
        context |= {"typed": typed_in(sent, all_words=False), "csrf_token": get_token(request)}
    response = _plain("503.html", context, status=503)
    response["Retry-After"] = str(SECONDS)
    return response


def _in_style(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """A page with the site's head and foot; these may ask the database who is signed in."""
    try:
        return render(request, template, status=status)
    except DatabaseError:
        return unavailable(request)


def _plain(template: str, context: dict[str, Any] | None = None, *, status: int) -> HttpResponse:
    """A page without anything that may have failed: no database, no session, no context processors."""
    page = render_to_string(template, {"SITE_NAME": settings.SITE_NAME, **(context or {})})
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    return response

"""Nothing is changed by a form that another site sent (docs/adr/0006).

Browsers say where a request comes from in Sec-Fetch-Site, which no page can forge; older ones only in Origin.  What
says neither is no browser: a mail program that unsubscribes (RFC 8058).
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.views.csrf_failure import csrf_failure

_READS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class SameSiteGuard:
    """Refuses changes from elsewhere, also on the pages that check no token because their address is the key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Show back what was sent from elsewhere; None when it may go on."""
        if request.method in _READS or _is_from_here(request):
            return None
        return csrf_failure(request, reason="It was sent from another site.")


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent it, the person typed it, or it is no browser."""
    origin = request.headers.get("Origin", "")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    # "null" comes from our own private pages too, which give no referrer.
    return origin in ("", "null") or urlsplit(origin).netloc == request.get_host()

"""Headers that every answer has: no other site may embed what is ours, no cache keeps what is behind the sign-in,
and no browser what it had of a session that has ended.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_STAFF = ("/admin/", "/accounts/", "/_nested_admin/")


class HeadersGuard:
    """Stands before everything else, so that static files and error pages have them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add them."""
        response = self.get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.path_info.startswith(_STAFF):
            response["Cache-Control"] = "no-store, private"
        elif settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            # Strangers get a page of the same address that caches may keep.
            response["Cache-Control"] = "private, no-cache"
        ended = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if ended is not None and not ended.value:
            # Not "cookies": the draft of a patient and the mark of a known device lie there.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

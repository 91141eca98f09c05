"""The emergency page knows nobody, so that no session, and with it no database, stands before it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class EmergencyGuard:
    """Takes the session's cookie from the request before the session is looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as to a stranger."""
        if request.path_info == reverse("consult:emergency"):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)

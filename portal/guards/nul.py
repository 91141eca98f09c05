"""A staff address with the character NUL is refused: the filters of the admin read it raw, and PostgreSQL refuses it.

Everybody else's pages bring what they read into its one form (consult/language/normalise.py), which has no NUL.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class NulGuard:
    """Looks at what follows the question mark; a path with NUL leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 400."""
        if "%00" in request.META.get("QUERY_STRING", "") and request.path.startswith(reverse("admin:index")):
            raise BadRequest("NUL in the address.")
        return self.get_response(request)

"""An address with the character NUL is refused: no browser sends it, and PostgreSQL takes no text that holds it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class NulGuard:
    """Looks at what follows the question mark; a path with NUL leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 400."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address.")
        return self.get_response(request)

"""Requests are UTF-8: one that claims an encoding which reads no address is refused.

Python knows encodings, such as "zlib" and "undefined", with which Django fails while it makes the request, outside of
every middleware; so the claim is taken out around the application, and the middleware refuses with the site's page.
"""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

# latin-1 is what some old programs say of plain ASCII.
_READ = {"utf-8", "ascii", "iso8859-1"}

_UNREADABLE = "portal.unreadable"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def guarded(application: Application) -> Application:
    """Return the WSGI application that marks such a request and gives Django one that it can make."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _is_readable(environ.get("CONTENT_TYPE", "")):
            environ = {**environ, "CONTENT_TYPE": "application/octet-stream", _UNREADABLE: True}
        return application(environ, start_response)

    return answer


class CharsetGuard:
    """Refuses what was marked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 400."""
        if _UNREADABLE in request.META:
            raise BadRequest("An encoding that reads no address.")
        return self.get_response(request)


def _is_readable(content_type: str) -> bool:
    """Whether the encoding is one that we read, or one that nobody knows and Django therefore passes over."""
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name in _READ
    except LookupError:
        return True
    except ValueError:
        return False

"""Requests are UTF-8: one that claims an encoding which reads no address is refused before Django sees it.

Python knows encodings, such as "zlib" and "undefined", with which Django fails while it makes the request, outside of
every middleware; so this guard stands around the application.
"""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

# latin-1 is what some old programs say of plain ASCII.
_READ = {"utf-8", "ascii", "iso8859-1"}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def guarded(application: Application) -> Application:
    """Return the WSGI application behind this guard."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _is_readable(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"Requests are UTF-8."]

    return answer


def _is_readable(content_type: str) -> bool:
    """Whether the encoding is one that we read, or one that nobody knows and Django therefore passes over."""
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name in _READ
    except LookupError:
        return True
    except ValueError:
        return False

"""HEAD is answered without a body, which Django makes and gunicorn would drop with a warning each time."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.guards.charset import Application


def without_body(application: Application) -> Application:
    """Return the WSGI application whose answers to HEAD are headers only."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if close := getattr(body, "close", None):
            close()
        return []

    return answer

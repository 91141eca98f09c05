"""Each request has an id, in its answer and in every log line that it causes."""

import logging
import re
import uuid
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

HEADER = "X-Request-ID"
_SAFE = re.compile(r"[0-9A-Za-z-]{8,64}")

current_id: ContextVar[str] = ContextVar("request id", default="")
"""Empty outside of a request."""


def id_of(request: HttpRequest) -> str:
    """The id that the proxy gave it; a new one where nothing says that the header is the proxy's."""
    given = str(request.META.get("HTTP_X_REQUEST_ID", "")) if settings.BEHIND_PROXY else ""
    return given if _SAFE.fullmatch(given) else uuid.uuid4().hex


class RequestId(logging.Filter):
    """Notes the id of the request on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with the id."""
        record.request_id = current_id.get()
        return True

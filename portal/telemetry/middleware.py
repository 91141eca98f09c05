"""Stands outside of everything: gives each request its id, counts it and, when asked to, logs it."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.telemetry import metrics
from portal.telemetry.request_ids import HEADER, current_id, id_of

logger = logging.getLogger("portal.requests")


class Telemetry:
    """A log line names the view, never the address: addresses of private pages are secrets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer under an id."""
        began = time.perf_counter()
        given = id_of(request)
        token = current_id.set(given)
        try:
            response = self.get_response(request)
            took = time.perf_counter() - began
            if settings.METRICS:
                metrics.count(request, response, took)
            if settings.LOG_REQUESTS:
                _log(request, response, took)
        finally:
            current_id.reset(token)
        response.headers[HEADER] = given
        return response


def _log(request: HttpRequest, response: HttpResponseBase, took: float) -> None:
    """One line."""
    view, status, ms = metrics.view_of(request), response.status_code, round(1000 * took)
    told = {"view": view, "method": request.method, "status": status, "ms": ms}
    logger.info("%s %s %s %d ms", request.method, view, status, ms, extra=told)

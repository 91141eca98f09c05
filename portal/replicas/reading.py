"""Reads for strangers, from a replica where one may answer."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from consult.common.cookies import cookie, give_cookie
from portal.replicas.freshness import fresh_replica, leave_alone
from portal.replicas.router import reading_from

Found = TypeVar("Found")
COOKIE = "just_wrote"
"""On a browser that has just sent something: what it wrote is read from the primary, past caches in front."""


def read(request: HttpRequest, ask: Callable[[], Found | None]) -> Found | None:
    """What `ask` finds on a replica; on the primary, when it finds nothing there or no replica answers."""
    alias = DEFAULT_DB_ALIAS if cookie(request, COOKIE) else fresh_replica()
    if alias != DEFAULT_DB_ALIAS:
        try:
            with reading_from(alias):
                found = ask()
            if found is not None:
                return found
        except DatabaseError:
            leave_alone(alias)
    return ask()


class JustWrote:
    """Marks browsers that have just sent something, for as long as a replica or a cache in front may be behind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not (settings.REPLICAS or settings.SHARED_CACHE_SECONDS):
            raise MiddlewareNotUsed
        self.get_response = get_response
        # A cache may keep what a replica that is behind has told it.
        self.seconds = settings.REPLICA_LAG_SECONDS + 1 + settings.SHARED_CACHE_SECONDS

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the mark."""
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            give_cookie(response, COOKIE, "1", seconds=self.seconds)
        return response

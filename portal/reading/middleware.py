"""Answers strangers with stored pages."""

import gzip
import logging
import re
from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from consult.common.cookies import cookie
from consult.common.recording import Tag, recording
from portal.messages import COOKIE as MESSAGES
from portal.reading import store
from portal.replicas import reading as replicas

logger = logging.getLogger(__name__)

# Where stored pages lie; every other address goes on without a query.
PLACES = re.compile(
    r"/(?:|(?:questions|conditions|specialties|doctors)/(?:.*/)?|how-it-works/|about/|privacy/)\Z"
)
# Of the many queries that an address may carry only those that links of ours have, one at a time.
QUERIES = re.compile(r"(?:after|before)=[\w:.%-]+\Z|letter=[A-Z]\Z|specialty=[a-z0-9-]+\Z|\Z")
VIEWS = {
    "home",
    "how_it_works",
    "about",
    "privacy",
    "conditions:categories",
    "conditions:category",
    "conditions:list",
    "conditions:page",
    "consult:doctor",
    "consult:doctors",
    "consult:feed",
    "consult:questions",
    "consult:specialties",
    "consult:specialty",
    "consult:thread",
    "consult:thread_print",
    "consult:topic",
    "consult:topics",
}
LONGEST = 300
# Made by this middleware, or different for each answer.
NOT_KEPT = {"content-length", "etag", "vary", "set-cookie"}


class StoredPages:
    """Stands outside of all middleware but one, since a stored page has the headers of the others already.

    A stranger is a browser without a session and without a message that waits: public pages show nothing else that
    depends on who reads.  Everybody else is answered by the view.
    """

    serving: "ClassVar[StoredPages | None]" = None
    """That of this process, once it serves requests (portal.reading.renewal)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        StoredPages.serving = self

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the store, or make the page and store it."""
        if not is_asked_by_stranger(request):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        address = f"{request.path_info}?{query}" if query else request.path_info
        try:
            page = replicas.read(request, lambda: store.read(address))
            seen = None if page else store.last_change()
        except DatabaseError:
            logger.warning("Stored pages cannot be read; the page is made.", exc_info=True)
            return self.get_response(request)
        return answer(request, page) if page else self._make(request, address, seen)

    def _make(self, request: HttpRequest, address: str, seen: int | None) -> HttpResponseBase:
        """Let the view make the page, and store it when it is one that strangers get."""
        accepted = request.META.pop("HTTP_ACCEPT_ENCODING", None)  # it is compressed here
        response, page, tags = self.made(request)
        if accepted is not None:
            request.META["HTTP_ACCEPT_ENCODING"] = accepted
        if page is None:
            return response
        if seen is not None:
            store.store(address, page, tags, seen)
        return answer(request, page)

    def made(self, request: HttpRequest) -> tuple[HttpResponseBase, store.Page | None, set[Tag]]:
        """What the view answers, the page when it is one that strangers get, and what that was made from."""
        with recording() as tags:
            response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not is_public_page(request, response):
            return response, None, tags
        kept = [(name, value) for name, value in response.items() if name.lower() not in NOT_KEPT]
        return response, store.made(kept, response.content), tags


def is_asked_by_stranger(request: HttpRequest) -> bool:
    """Whether the answer may be a stored page.  What is refused is refused by the middleware inside of this one."""
    query = request.META.get("QUERY_STRING", "")
    return (
        request.method in ("GET", "HEAD")
        and settings.STORED_PAGES
        and PLACES.match(request.path_info) is not None
        and len(request.path_info) + len(query) < LONGEST
        and QUERIES.match(query) is not None
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not cookie(request, MESSAGES)
        and (request.is_secure() or not settings.SECURE_SSL_REDIRECT)
        and is_ours(request)
    )


def is_ours(request: HttpRequest) -> bool:
    """Whether the site is asked for by a name of its own."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def is_public_page(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer is the same for every stranger."""
    match = request.resolver_match
    return (
        response.status_code == 200
        and match is not None
        and match.view_name in VIEWS
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not response.has_header("Content-Encoding")
        and "nonce-" not in response.get("Content-Security-Policy", "")
    )


def answer(request: HttpRequest, page: store.Page) -> HttpResponse:
    """The page, compressed where the browser takes that; 304 where the browser has it already."""
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known and is_known(known, page.etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        is_packed = takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        response = HttpResponse(page.body if is_packed else gzip.decompress(page.body))
        for name, value in store.headers_of(page.headers):
            response.headers[name] = value
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["Cache-Control"] = cache_control()
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = page.etag
    return response


def cache_control() -> str:
    """Every cache asks again before it shows a page, so that none goes on showing what was withdrawn; one that many
    share (deploy/nginx/) does so at the latest when the time is over that the setting allows it."""
    seconds = settings.SHARED_CACHE_SECONDS
    return f"public, max-age=0, s-maxage={seconds}" if seconds else "no-cache"


def is_known(known: str, etag: str) -> bool:
    """Whether If-None-Match names this page; a proxy may have made its ETag a strong one."""
    return known.strip() == "*" or etag.removeprefix("W/") in (
        each.removeprefix("W/") for each in parse_etags(known)
    )


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether this Accept-Encoding takes gzip: named, or meant by "*", and not given the weight 0."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        weight = rest.strip().removeprefix("q=").strip()
        weights[name.strip()] = not weight or re.fullmatch(r"0(?:\.0*)?", weight) is None
    return weights.get("gzip", weights.get("*", False))

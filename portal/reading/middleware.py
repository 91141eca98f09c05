"""Answers strangers with stored pages."""

import gzip
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from consult.common.recording import recording
from portal.reading import store

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
    "consult:questions",
    "consult:specialties",
    "consult:specialty",
    "consult:thread",
    "consult:thread_print",
    "consult:topic",
    "consult:topics",
}
LONGEST = 300
# Made by the middleware around this one, or different for each answer.
NOT_KEPT = {"content-length", "etag", "vary", "set-cookie"}


class StoredPages:
    """Stands outside of sessions, messages and compression, which a stored page needs none of.

    A stranger is a browser without a session and without a message that waits: public pages show nothing else that
    depends on who reads.  Everybody else is answered by the view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the store, or make the page and store it."""
        if not is_asked_by_stranger(request):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        address = f"{request.path_info}?{query}" if query else request.path_info
        request.get_host()  # refuses hosts that are not ours, as CommonMiddleware does
        page = store.read(address)
        if page is None:
            found = self._make(request, address)
            if not isinstance(found, store.Page):
                return found
            page = found
        return answer(request, page)

    def _make(self, request: HttpRequest, address: str) -> "store.Page | HttpResponseBase":
        """Let the view make the page, and store it when it is one that strangers get."""
        accepted = request.META.pop("HTTP_ACCEPT_ENCODING", None)  # it is compressed here
        seen = store.last_change()
        with recording() as tags:
            response = self.get_response(request)
        if accepted is not None:
            request.META["HTTP_ACCEPT_ENCODING"] = accepted
        if not isinstance(response, HttpResponse) or not is_public_page(request, response):
            return response
        kept = [(name, value) for name, value in response.items() if name.lower() not in NOT_KEPT]
        page = store.made(kept, response.content)
        if seen is not None:
            store.store(address, page, tags, seen)
        return page


def is_asked_by_stranger(request: HttpRequest) -> bool:
    """Whether the answer may be a stored page."""
    return (
        request.method == "GET"
        and settings.STORED_PAGES
        and PLACES.match(request.path_info) is not None
        and len(request.path_info) + len(request.META.get("QUERY_STRING", "")) < LONGEST
        and QUERIES.match(request.META.get("QUERY_STRING", "")) is not None
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
    )


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
    )


def answer(request: HttpRequest, page: store.Page) -> HttpResponse:
    """The page, compressed where the browser takes that; 304 where the browser has it already."""
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known and (page.etag in parse_etags(known) or known == "*"):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(page.body)
        _put_headers(response, page)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(page.body))
        _put_headers(response, page)
    # Every cache asks again before it shows a page: none goes on showing what was withdrawn.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = page.etag
    if response.status_code == 200:
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _put_headers(response: HttpResponse, page: store.Page) -> None:
    """What the view and the policies say of the page."""
    for name, value in store.headers_of(page.headers):
        response.headers[name] = value

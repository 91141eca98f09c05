"""The door to the private pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.views.decorators.csrf import csrf_exempt

from consult.common.rate_limit import address_of, allow, too_many
from consult.models import CaseLink, Contact, Question

View = Callable[..., HttpResponse]

# From one network address in five minutes; a hospital behind one address stays below it.
MOST_REQUESTS = 600


@dataclass(frozen=True)
class Case:
    """A question, opened by its private link."""

    question: Question
    token: str
    expires_at: datetime | None


@dataclass(frozen=True)
class Cases:
    """All cases of one contact, opened by a mailed link."""

    contact: Contact
    token: str
    expires_at: datetime | None


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches, referrers and search engines."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def private_page(view: View) -> View:
    """Wrap a view whose address is the only key to it: private headers, a limit, one answer to a wrong address.

    No cookie opens these pages or decides anything on them, so there is no cookie whose power another site could
    borrow: the address itself is the secret, and a token has nothing to add.  (It could not work either: under
    "no-referrer" browsers send the Origin "null".)  What another site sends is refused by portal/guards/same_site.py.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allow(action="private", who=address_of(request), most=MOST_REQUESTS, seconds=300):
            return private(too_many(request, seconds=300))
        try:
            response = view(request, *args, **kwargs)
        except Http404 as error:
            response = get_resolver().resolve_error_handler(404)(request, exception=error)  # type: ignore[call-arg]
        return private(response)

    return guarded


def find_case(token: str) -> Case | None:
    """The case that a link opens; None when it opens none."""
    link = CaseLink.objects.usable(token).select_related("question__specialty", "question__contact").first()
    if link is None or link.question is None:
        return None
    return Case(link.question, token, link.expires_at)


def case_page(view: View) -> View:
    """Wrap a view of one case: it gets the Case in place of the token."""

    @private_page
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        case = find_case(token)
        if case is None:
            raise Http404("No such page.")
        return view(request, case, *args, **kwargs)

    return opened


def contact_page(view: View) -> View:
    """Wrap a view of all cases of one contact: it gets the Cases in place of the token."""

    @private_page
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        link = CaseLink.objects.usable(token).select_related("contact").first()
        if link is None or link.contact is None:
            raise Http404("No such page.")
        return view(request, Cases(link.contact, token, link.expires_at), *args, **kwargs)

    return opened

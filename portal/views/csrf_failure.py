"""A form that arrives without its protecting cookie, or after signing out, loses nothing that was typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

from portal.views.typed import typed_in

# On these pages the same form is offered again, as its sender could only ask a question of their own.
PATIENT_PAGES = {"consult:ask_step", "consult:ask_check", "consult:ask_privacy", "consult:ask_similar"}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show back what was typed, to send again where nothing can go wrong with that, elsewhere to be copied.

    A form sent from another site lands here too.  It is offered again only on pages that act on the sender's own
    draft, or when the browser vouches that it was sent from a page of this site.
    """
    return _show_back(request, again=_is_patients(request) or _is_ours(request))


def signed_out(request: HttpRequest) -> HttpResponse:
    """Show back what a member of staff sent after the session had ended, to send again after signing in."""
    return _show_back(request, again=True, signed_out=True)


def _show_back(request: HttpRequest, **context: Any) -> HttpResponse:
    """The page with what was typed."""
    staff = not _is_patients(request)
    typed = typed_in(request.POST, all_words=not staff)
    get_token(request)
    context |= {
        "typed": typed,
        "staff": staff and request.user.is_authenticated,
        "address": request.get_full_path(),
    }
    response = render(request, "portal/form_not_accepted.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def _is_patients(request: HttpRequest) -> bool:
    """Whether it is a page on which a patient asks."""
    return request.resolver_match is not None and request.resolver_match.view_name in PATIENT_PAGES


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that a signed-in person sent it from this very site; no page can claim that."""
    return request.user.is_authenticated and request.headers.get("Sec-Fetch-Site") == "same-origin"

"""A form that arrives without its protecting cookie, or after signing out, loses nothing that was typed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

from consult.models.question_fields import BY_NAME

# Not shown back: what protects the form, what signs in, and buttons of the patient's pages.
HIDDEN = {
    "csrfmiddlewaretoken",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
    "send",
    "another",
}

# On these pages the same form is offered again, as its sender could only ask a question of their own.
PATIENT_PAGES = {"consult:ask_step", "consult:ask_check", "consult:ask_privacy", "consult:ask_similar"}


@dataclass(frozen=True)
class Typed:
    """One value of the form; what is no words (numbers, versions, the button) is sent along unseen."""

    name: str
    value: str
    is_words: bool

    @property
    def rows(self) -> int:
        """Lines to show it in."""
        return min(10, sum(1 + len(line) // 70 for line in self.value.splitlines()) or 1)

    @property
    def label(self) -> str:
        """What it is called."""
        field = BY_NAME.get(self.name)
        return str(field.label if field else self.name.rpartition("-")[2].replace("_", " "))


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
    typed = [
        Typed(name, value, not staff or (name != "action" and any(letter.isalpha() for letter in value)))
        for name, values in request.POST.lists()
        for value in values
        if name not in HIDDEN and isinstance(value, str) and value.strip()
    ]
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

"""A form that arrives without its protecting cookie loses nothing that was typed."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve

from consult.asking.personal_data import LABELS

# Not shown back: what protects the form, what signs in, and buttons.
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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show back what was typed: as a form to send again on the patient's pages, elsewhere to be copied.

    A form sent from another site lands here too.  It is shown in full before anything happens, and only for pages
    that act on the sender's own draft.
    """
    typed = [
        (name, LABELS.get(name, name.replace("_", " ")), value)
        for name, values in request.POST.lists()
        for value in values
        if name not in HIDDEN and isinstance(value, str) and value.strip()
    ]
    get_token(request)
    context = {"typed": typed, "again": _may_send_again(request), "address": request.get_full_path()}
    response = render(request, "portal/form_not_accepted.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def _may_send_again(request: HttpRequest) -> bool:
    """Whether the form may be offered again as it is."""
    try:
        return resolve(request.path).view_name in PATIENT_PAGES
    except Resolver404:
        return False

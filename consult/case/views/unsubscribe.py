"""Stopping mail with one tap (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from consult.case.access import private_page
from consult.case.actions.unsubscribe import subscribe_again, unsubscribe
from consult.notifications.unsubscribing import contact_of


@private_page
def unsubscribe_view(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET (mail scanners follow links), stop on POST; mail programs post by themselves."""
    contact = contact_of(token)
    if contact is None:
        raise Http404("No such page.")
    if request.method == "POST":
        if "again" in request.POST:
            subscribe_again(contact=contact)
        else:
            unsubscribe(contact=contact)
    context = {"stopped": contact.unsubscribed_at is not None, "posted": request.method == "POST"}
    return render(request, "consult/case/unsubscribe.html", context)

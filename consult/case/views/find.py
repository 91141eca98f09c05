"""Lost links, and the page with all cases of one e-mail address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from consult.case.access import Cases, contact_page
from consult.case.actions.find_case import request_case_link
from consult.case.forms import FindForm
from consult.common.pagination import listing
from consult.common.rate_limit import address_of, allow, too_many
from consult.models import CaseLink

# From one network address in an hour.
MOST_SEARCHES = 10


@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Send a link to the address given, with the same answer whether it is known or not."""
    form = FindForm(request.POST or None)
    if form.is_valid():
        if not allow(action="find", who=address_of(request), most=MOST_SEARCHES, seconds=3_600):
            return too_many(request, seconds=3_600)
        request_case_link(email=form.cleaned_data["email"])
        return redirect("consult:case_find_sent")
    return render(request, "consult/case/find.html", {"form": form})


def find_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now."""
    return render(request, "consult/case/find_sent.html")


@contact_page
def list_cases(request: HttpRequest, cases: Cases) -> HttpResponse:
    """List the cases of the contact, newest first."""
    page = listing(request, cases.contact.questions.all(), ("-asked_at", "-pk"))
    return render(request, "consult/case/cases.html", {"case": cases, "listing": page})


@contact_page
def open_case(request: HttpRequest, cases: Cases, number: int) -> HttpResponse:
    """Open one of them, by a link that works as long as this one."""
    question = cases.contact.questions.filter(pk=number).first()
    if question is None:
        raise Http404("No such page.")
    return redirect("consult:case", CaseLink.to_case(question, expires_at=cases.expires_at))

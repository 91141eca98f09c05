"""The private link itself: seeing it, and making a new one when somebody else may have it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from consult.case.access import Case, case_page
from consult.case.actions.link import renew_link


@case_page
def link(request: HttpRequest, case: Case) -> HttpResponse:
    """Show the link; on "Make a new link" end every link to this case and lead to the new one."""
    if request.method == "POST":
        fresh = renew_link(question=case.question)
        return redirect(f"{reverse('consult:case_link', args=[fresh])}?new=1")
    address = request.build_absolute_uri(reverse("consult:case", args=[case.token]))
    context = {
        "case": case,
        "question": case.question,
        "case_address": address,
        "is_new": "new" in request.GET,
    }
    return render(request, "consult/case/link.html", context)

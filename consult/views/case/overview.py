"""The case as its patient sees it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.case.overview import overview
from consult.views.case.access import Case, case_page


@case_page
def show_case(request: HttpRequest, case: Case) -> HttpResponse:
    """Show status, timeline, replies, and what the patient can do."""
    return render(request, "consult/case/case.html", {"case": case, **overview(case.question)})

"""The case as its patient sees it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.case.access import Case, case_page
from consult.case.overview import overview


@case_page
def show_case(request: HttpRequest, case: Case) -> HttpResponse:
    """Show status, timeline, replies, and what the patient can do."""
    return render(request, "consult/case/case.html", {"case": case, **overview(case.question)})

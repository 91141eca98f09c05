"""The confirmation page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from consult.case.access import Case, case_page
from consult.question.waiting_time import waiting_words


@case_page
def received(request: HttpRequest, case: Case) -> HttpResponse:
    """Say that the question has arrived, give the private link, and how long an answer really takes."""
    question = case.question
    address = reverse("consult:case", args=[case.token])
    context = {
        "case": case,
        "question": question,
        "case_address": request.build_absolute_uri(address),
        **waiting_words(question.specialty),
    }
    return render(request, "consult/case/received.html", context)

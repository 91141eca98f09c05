"""Erasing a case for good."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.asking.drafts import COOKIE, current_draft
from consult.case.access import Case, case_page
from consult.question.actions.erase import erase_question


@case_page
def erase(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask for confirmation, then erase and show the receipt."""
    context = {"case": case, "question": case.question}
    if request.method != "POST":
        return render(request, "consult/case/erase.html", context)
    if "sure" not in request.POST:
        return render(request, "consult/case/erase.html", {**context, "unsure": True})
    receipt = erase_question(question=case.question, draft=current_draft(request))
    response = render(request, "consult/case/receipt.html", {"receipt": receipt})
    response.delete_cookie(COOKIE, samesite="Lax")
    return response

"""What the patient decides: publication, and withdrawing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from consult.case.access import Case, case_page
from consult.models import ConsentWording
from consult.models.consent import ConsentKind
from consult.question.actions.publication import agree_to_publication, withdraw_publication, withdraw_question


@case_page
@require_POST
def unpublish(request: HttpRequest, case: Case) -> HttpResponse:
    """Take back the consent to publication; the public page goes at once."""
    withdraw_publication(question=case.question)
    return redirect("consult:case", case.token)


@case_page
@require_POST
def publish(request: HttpRequest, case: Case) -> HttpResponse:
    """Give the consent to publication, for the wording that was on the page if it is still the present one."""
    wording = ConsentWording.objects.current()[ConsentKind.PUBLISH]
    if request.POST.get("wording") == str(wording.pk) and not case.question.state.is_final:
        agree_to_publication(question=case.question, wording=wording)
    return redirect("consult:case", case.token)


@case_page
def withdraw(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask once more, then withdraw the question."""
    if request.method == "POST":
        withdraw_question(question=case.question)
    if request.method == "POST" or case.question.state.is_final:
        return redirect("consult:case", case.token)
    return render(request, "consult/case/withdraw.html", {"case": case, "question": case.question})

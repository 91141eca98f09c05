"""Erasing a case for good."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consult.asking.drafts import open_draft
from consult.case.access import find_case, private_page
from consult.case.receipts import keep_receipt, read_receipt, receipt_of
from consult.question.actions.erase import erase_question


@private_page
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for confirmation, then erase and lead to the receipt; a second press leads there too."""
    case = find_case(token)
    if case is None:
        done = receipt_of(token) if request.method == "POST" else None
        if done is None:
            raise Http404("No such page.")
        return redirect(done)
    if request.method != "POST" or "sure" not in request.POST:
        context = {"case": case, "question": case.question, "unsure": request.method == "POST"}
        return render(request, "consult/case/erase.html", context)
    return redirect(keep_receipt(erase_question(question=case.question), token=token))


@private_page
def erased(request: HttpRequest, signed: str) -> HttpResponse:
    """The receipt, for an hour.  An unsent question of this device is another matter, and offered."""
    receipt = read_receipt(signed)
    if receipt is None:
        raise Http404("No such page.")
    draft = open_draft(request)
    return render(request, "consult/case/receipt.html", {"receipt": receipt, "draft": draft})

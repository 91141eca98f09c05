"""The address that news of a case goes to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consult.case.access import Case, case_page
from consult.case.actions.contact import change_contact
from consult.case.forms import ContactForm
from consult.common.rate_limit import address_of, allow, too_many

# From one network address in an hour: each change sends a mail.
MOST_CHANGES = 10


@case_page
def contact(request: HttpRequest, case: Case) -> HttpResponse:
    """Change the address, or take it out."""
    question = case.question
    form = ContactForm(request.POST or None, contact=question.contact)
    if form.is_valid():
        if not allow(action="contact", who=address_of(request), most=MOST_CHANGES, seconds=3_600):
            return too_many(request, seconds=3_600)
        change_contact(question=question, email=form.cleaned_data["email"], token=case.token)
        return redirect("consult:case", case.token)
    return render(request, "consult/case/contact.html", {"case": case, "question": question, "form": form})

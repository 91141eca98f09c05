"""The patient changes an unanswered question."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consult.actions.edit import edit_question
from consult.actions.followup import NotNowError
from consult.actions.versions import StaleVersionError
from consult.asking.danger import unread
from consult.forms.case import EditForm
from consult.views.case.access import Case, case_page


@case_page
def edit(request: HttpRequest, case: Case) -> HttpResponse:
    """Show all words of the question; store the changed ones."""
    question = case.question
    form = EditForm(request.POST or None, question=question)
    context: dict[str, Any] = {"case": case, "question": question}
    if not question.is_open:
        return render(
            request, "consult/case/not_now.html", {**context, "typed": form.data.get("body", "")}, status=409
        )
    if form.is_valid():
        text = "\n\n".join(form.words().values())
        findings = unread(text, form.read_flags())
        if findings:
            context["findings"] = findings
            form.mark_read(findings)
        else:
            try:
                edit_question(question=question, fields=form.words(), version=form.cleaned_data["version"])
            except NotNowError:
                return render(request, "consult/case/not_now.html", {**context, "typed": text}, status=409)
            except StaleVersionError as error:
                return _both_texts(request, form, context, error.current)
            return redirect("consult:case", case.token)
    return render(request, "consult/case/edit.html", {**context, "form": form})


def _both_texts(request: HttpRequest, form: EditForm, context: dict[str, Any], current: Any) -> HttpResponse:
    """Somebody saved in between: show the stored text beside the typed one; saving again takes the typed one."""
    form = form.on_top_of(current)
    return render(request, "consult/case/edit.html", {**context, "form": form, "stored": current}, status=409)

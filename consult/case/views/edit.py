"""The patient changes an unanswered question."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consult.abuse.signs import suspicious_words
from consult.case.access import Case, case_page
from consult.case.actions.followup import NotNowError
from consult.case.actions.revise import revise_question
from consult.case.edit_form import EditForm
from consult.case.views.interstitials import page_between
from consult.models import Question
from consult.models.suspicion import Sign
from consult.question.actions.red_flags import Reading
from consult.question.locking import StaleVersionError
from consult.safety.scan import patient_text

PAGE = "consult/case/edit.html"


@case_page
def edit(request: HttpRequest, case: Case) -> HttpResponse:
    """Show all that was told; store what is changed."""
    question = case.question
    form = EditForm(request.POST or None, question=question)
    context: dict[str, Any] = {"case": case, "question": question}
    if not question.state.may_be_changed:
        return _not_now(request, context, form)
    if not form.is_valid():
        return render(request, PAGE, {**context, "form": form})
    page = page_between(request, form, PAGE, context)
    if page is not None:
        return page
    try:
        revise_question(
            question=question,
            fields=form.answers(),
            consents=form.consents(),
            version=form.cleaned_data["version"],
            signs=_new_signs(question, form),
            reading=Reading.of(patient_text(form.changed())),
        )
    except NotNowError:
        return _not_now(request, context, form)
    except StaleVersionError as error:
        return _both_texts(request, form, context, error.current)
    return redirect("consult:case", case.token)


def _new_signs(question: Question, form: EditForm) -> list[Sign]:
    """What looks like abuse in the new words, but for what stood there before: a moderator may have released that."""
    before = suspicious_words(patient_text(question))
    return [sign for sign in suspicious_words("\n\n".join(form.words().values())) if sign not in before]


def _not_now(request: HttpRequest, context: dict[str, Any], form: EditForm) -> HttpResponse:
    """A doctor has replied meanwhile: show back what was typed."""
    typed = "\n\n".join(form.data[name] for name in form.labels if form.data.get(name))
    return render(request, "consult/case/not_now.html", {**context, "typed": typed}, status=409)


def _both_texts(request: HttpRequest, form: EditForm, context: dict[str, Any], current: Any) -> HttpResponse:
    """Somebody saved in between: show the stored text beside the typed one; saving again takes the typed one."""
    form = form.on_top_of(current)
    return render(request, PAGE, {**context, "form": form, "stored": current}, status=409)

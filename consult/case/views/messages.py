"""The patient writes: a follow-up, or the information that was asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from consult.abuse.signs import Post, suspicious
from consult.case.access import Case, case_page
from consult.case.actions.followup import NotNowError, TooManyFollowUpsError, add_followup, give_information
from consult.case.follow_ups import may_follow_up
from consult.case.forms import MessageForm
from consult.case.views.interstitials import page_between
from consult.case.who_answers import who_answers
from consult.common.rate_limit import address_of
from consult.models import Question
from consult.question.actions.red_flags import Reading

PAGE = "consult/case/message.html"


@case_page
def followup(request: HttpRequest, case: Case) -> HttpResponse:
    """Write a later message to the doctor who replied."""
    if request.method == "GET" and not may_follow_up(case.question):
        return _not_now(request, case)
    form = MessageForm(request.POST or None, label=_("Your message"), button=_("Send my message"))
    context = {
        "heading": _("Send a follow-up message"),
        "hint": _("Tell the doctor what has changed, or what is not clear."),
        "who_answers": who_answers(case.question, []),
    }

    def act(question: Question, text: str, reading: Reading) -> None:
        post = Post("follow-up", text, address_of(request), is_trapped=form.is_trapped)
        add_followup(question=question, text=text, signs=suspicious(post), reading=reading)

    return _message(request, case, form, context, act)


@case_page
def information(request: HttpRequest, case: Case) -> HttpResponse:
    """Answer what the doctor asked."""
    if request.method == "GET" and not case.question.state.awaits_patient:
        return _not_now(request, case)
    form = MessageForm(request.POST or None, label=_("Your answer"), button=_("Send my answer"))
    context = {"heading": _("We need more information"), "asked": case.question.staff_message}
    return _message(request, case, form, context, give_information)


def _message(
    request: HttpRequest, case: Case, form: MessageForm, context: dict[str, Any], act: Callable[..., Any]
) -> HttpResponse:
    """Show the form; send the message when nothing stands between."""
    context = {"case": case, **context}
    if not form.is_valid():
        return render(request, PAGE, {**context, "form": form})
    page = page_between(request, form, PAGE, context)
    if page is not None:
        return page
    text = form.cleaned_data["text"]
    try:
        act(question=case.question, text=text, reading=Reading.of(text))
    except (NotNowError, TooManyFollowUpsError):
        return _not_now(request, case, text)
    return redirect("consult:case", case.token)


def _not_now(request: HttpRequest, case: Case, typed: str = "") -> HttpResponse:
    """Say that the case has moved on, before anything is typed or with what was."""
    return render(request, "consult/case/not_now.html", {"case": case, "typed": typed}, status=409)

"""Check your answers, agree, send."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from consult.abuse.signs import ASK, Post, suspicious
from consult.asking.actions import submit_draft
from consult.asking.drafts import current_draft
from consult.asking.forms import SendForm
from consult.asking.forms.send import ASKED
from consult.asking.prefill import forget
from consult.asking.steps import incomplete_step, whole_text
from consult.asking.summary import summary
from consult.common.rate_limit import address_of, allow
from consult.models import Draft, Specialty
from consult.models.suspicion import Sign
from consult.question.actions.red_flags import Reading
from consult.question.waiting_time import waiting_words

# Why this device or network may not send just now.  Nothing typed is lost.
REFUSALS = {
    "fast": _(
        "That was very quick. Please look over your answers once more, then press “Send my question” again."
    ),
    "many": _(
        "Very many questions came from your network in the last hour. Your answers are kept: please send them "
        "again in an hour."
    ),
}


@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers with links to change them; on "Send", store the question once.

    What is wrong is shown at an address of its own, so that "Back" in the browser never meets a form that was sent.
    """
    draft = current_draft(request)
    if draft is None or (draft.question_id and request.method != "POST"):
        return redirect("consult:ask")
    if draft.question_id:
        return _sent_before(draft)
    lacking = incomplete_step(draft.answers)
    if lacking is not None:
        return redirect("consult:ask_step", lacking.slug)
    if request.method != "POST":
        return _show(request, draft)
    form = SendForm(request.POST)
    refusal = _refusal(request, draft) if form.is_valid() else "form"
    if refusal:
        return redirect(_address_with(request.POST, refusal))
    _question, token = submit_draft(
        draft=draft,
        consents=form.agreed_wordings(),
        signs=_signs(request, draft, form),
        reading=Reading.of(whole_text(draft.answers)),
    )
    response = redirect("consult:case_received", token)
    forget(response)
    return response


def _show(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The answers and the boxes; with what was ticked and what is wrong, when that stands in the address."""
    why = request.GET.get("again", "")
    form = SendForm(request.GET if why else None)
    if why in REFUSALS and form.is_valid():
        form.add_error(None, REFUSALS[why])
    specialty = Specialty.objects.filter(pk=draft.answers.get("specialty") or 0).first()
    context = {
        "form": form,
        "rows": summary(draft.answers, specialty),
        "writes_to": draft.answers.get("email", ""),
        "back": resolve_url("consult:ask_step", "name"),
        **waiting_words(specialty),
    }
    return render(request, "consult/asking/check.html", context)


def _address_with(ticked: QueryDict, why: str) -> str:
    """The address of the page with the boxes that were ticked; they hold no word of the patient."""
    told = {"again": why} | {str(kind): str(ticked[kind]) for kind in ASKED if kind in ticked}
    return f"{resolve_url('consult:ask_check')}?{urlencode(told)}"


def _sent_before(draft: Draft) -> HttpResponse:
    """A second press of "Send" leads to the same question, within an hour."""
    if draft.updated_at < timezone.now() - timedelta(hours=1):
        return redirect("consult:ask")
    _question, token = submit_draft(draft=draft, consents=[])
    return redirect("consult:case_received", token)


def _signs(request: HttpRequest, draft: Draft, form: SendForm) -> list[Sign]:
    """What about it looks like abuse."""
    post = Post(
        kind=ASK,
        text=whole_text(draft.answers),
        address=address_of(request),
        is_trapped=form.is_trapped,
        seconds=(timezone.now() - draft.created_at).total_seconds(),
    )
    return suspicious(post)


def _refusal(request: HttpRequest, draft: Draft) -> str:
    """Return which of REFUSALS this device or network gets just now, "" for none."""
    if timezone.now() - draft.created_at < timedelta(seconds=settings.ASK_MINIMUM_SECONDS):
        return "fast"
    network = address_of(request)
    if not allow(action="ask", who=network, most=settings.ASK_PER_ADDRESS_AN_HOUR, seconds=3_600):
        return "many"
    return ""

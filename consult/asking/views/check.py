"""Check your answers, agree, send."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consult.asking.actions import submit_draft
from consult.asking.drafts import current_draft
from consult.asking.forms import SendForm
from consult.asking.prefill import forget
from consult.asking.steps import incomplete_step
from consult.asking.summary import summary
from consult.common.rate_limit import address_of, allow
from consult.models import Draft, Specialty
from consult.question.waiting_time import waiting_words


@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers with links to change them; on "Send", store the question once."""
    draft = current_draft(request)
    if draft is None or (draft.question_id and request.method != "POST"):
        return redirect("consult:ask")
    if draft.question_id:
        return _sent_before(draft)
    lacking = incomplete_step(draft.answers)
    if lacking is not None:
        return redirect("consult:ask_step", lacking.slug)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        refusal = _too_fast_or_too_many(request, draft)
        if not refusal:
            _question, token = submit_draft(draft=draft, consents=form.agreed_wordings())
            response = redirect("consult:case_received", token)
            forget(response)
            return response
        form.add_error(None, refusal)
    specialty = Specialty.objects.filter(pk=draft.answers.get("specialty") or 0).first()
    context = {
        "form": form,
        "rows": summary(draft.answers, specialty),
        "writes_to": draft.answers.get("email", ""),
        "back": resolve_url("consult:ask_step", "name"),
        **waiting_words(specialty),
    }
    return render(request, "consult/asking/check.html", context)


def _sent_before(draft: Draft) -> HttpResponse:
    """A second press of "Send" leads to the same question, within an hour."""
    if draft.updated_at < timezone.now() - timedelta(hours=1):
        return redirect("consult:ask")
    _question, token = submit_draft(draft=draft, consents=[])
    return redirect("consult:case_received", token)


def _too_fast_or_too_many(request: HttpRequest, draft: Draft) -> Any:
    """Return why this device or network may not send just now, "" when it may.  Nothing typed is lost."""
    if timezone.now() - draft.created_at < timedelta(seconds=settings.ASK_MINIMUM_SECONDS):
        return _(
            "That was very quick. Please look over your answers once more, then press “Send my question” again."
        )
    network = address_of(request)
    if not allow(action="ask", who=network, most=settings.ASK_PER_ADDRESS_AN_HOUR, seconds=3_600):
        return _(
            "Very many questions came from your network in the last hour. Your answers are kept: please send them "
            "again in an hour."
        )
    return ""

"""Between the last question and "Send": personal data, similar cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache

from consult.asking.already_answered import already_answered
from consult.asking.checks.personal_data import KEPT, check_answers, fingerprint, redacted
from consult.asking.drafts import keep, open_draft
from consult.asking.steps import incomplete_step

SIMILAR_SEEN = "_similar_seen"


@never_cache
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what looks like personal data, with one-tap redaction; go on when nothing is found or it is to stay."""
    draft = open_draft(request)
    onward = resolve_url("consult:ask_similar")
    if "redact" in request.POST:
        changed = redacted(draft.answers, request.POST["redact"])
        response = redirect("consult:ask_privacy")
        keep(request, response, draft, changed)
        return response
    if request.method == "POST":
        response = redirect(onward)
        keep(request, response, draft, {KEPT: fingerprint(draft.answers)})
        return response
    found = check_answers(draft.answers)
    if not found or draft.answers.get(KEPT) == fingerprint(draft.answers):
        return redirect(onward)
    return render(
        request,
        "consult/asking/privacy.html",
        {"found": found, "back": resolve_url("consult:ask_step", "name")},
    )


@never_cache
def similar(request: HttpRequest) -> HttpResponse:
    """Show answered questions like this one, once; the patient may always go on."""
    draft = open_draft(request)
    lacking = incomplete_step(draft.answers)
    if lacking is not None:
        return redirect("consult:ask_step", lacking.slug)
    if request.method == "POST":
        response = redirect("consult:ask_check")
        keep(request, response, draft, {SIMILAR_SEEN: True})
        return response
    if draft.answers.get(SIMILAR_SEEN):
        return redirect("consult:ask_check")
    found = already_answered(draft.answers["title"], draft.answers.get("body", ""))
    if not found:  # An empty list is no page worth a tap.
        return redirect("consult:ask_check")
    context = {"found": found, "back": resolve_url("consult:ask_step", "name")}
    return render(request, "consult/asking/similar.html", context)

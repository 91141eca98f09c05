"""One question on one page."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from consult.asking import steps
from consult.asking.drafts import AN_HOUR, keep, may_begin, open_draft
from consult.asking.prefill import prefilled_specialty, prefilled_title
from consult.asking.views.red_flags import warn_or_go
from consult.common.rate_limit import too_many
from consult.privacy.pseudonyms import suggest_name


@never_cache
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one page, keep what was typed, go on to the next."""
    draft = open_draft(request)
    here = _find(slug, draft.answers)
    if "another" in request.POST:
        renamed = {**draft.answers, "email": request.POST.get("email", ""), "display_name": suggest_name()}
        return _show(request, here, here.form(answers=renamed), draft.answers)
    form = here.form(
        request.POST if request.method == "POST" else None, answers=_filled(request, slug, draft.answers)
    )
    if request.method == "POST" and form.is_valid():
        if not may_begin(request, draft):
            return too_many(request, seconds=AN_HOUR)
        answers = {**draft.answers, **form.cleaned_answers()}
        response = warn_or_go(answers, onward=_next(request, slug, answers))
        keep(request, response, draft, form.cleaned_answers())
        return response
    return _show(request, here, form, draft.answers)


@require_POST
def autosave(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what is typed so far on one page, unchecked, so that a closed tab loses nothing."""
    draft = open_draft(request)
    here = _find(slug, draft.answers)
    typed = here.form(request.POST, answers=draft.answers).unfinished_answers()
    if not may_begin(request, draft):
        return too_many(request, seconds=AN_HOUR)
    response = HttpResponse(status=204)
    keep(request, response, draft, typed)
    return response


def _find(slug: str, answers: Mapping[str, Any]) -> steps.Step:
    """The page of this name, if this draft goes through it."""
    for here in steps.steps_for(answers):
        if here.slug == slug:
            return here
    raise Http404("No such page.")


def _filled(request: HttpRequest, slug: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with what we offer: what the page before knew, and on the page of the name a made-up one."""
    filled = dict(answers)
    if slug == "what" and not filled.get("title"):
        filled["title"] = prefilled_title(request)
    if slug == "specialty" and "specialty" not in filled:
        chosen = prefilled_specialty(request)
        filled["specialty"] = str(chosen.pk) if chosen else ""
    if slug == "name" and not filled.get("display_name"):
        filled["display_name"] = suggest_name()
    return filled


def _next(request: HttpRequest, slug: str, answers: Mapping[str, Any]) -> str:
    """The address after this page: the next question, or the checks when it was the last or a correction."""
    ahead = [here.slug for here in steps.steps_for(answers)]
    corrected = "change" in request.GET and steps.incomplete_step(answers) is None
    if corrected or slug == ahead[-1]:
        return resolve_url("consult:ask_privacy")
    return resolve_url("consult:ask_step", ahead[ahead.index(slug) + 1])


def _show(request: HttpRequest, here: steps.Step, form: Any, answers: Mapping[str, Any]) -> HttpResponse:
    """Render the page with its place on the way and the address of the page before."""
    ahead = steps.steps_for(answers)
    place = ahead.index(here)
    before = resolve_url("consult:ask_step", ahead[place - 1].slug) if place else resolve_url("consult:ask")
    context = {
        "form": form,
        "step": here,
        "number": place + 1,
        "total": len(ahead),
        "back": resolve_url("consult:ask_check") if "change" in request.GET else before,
    }
    return render(request, "consult/asking/step.html", context)

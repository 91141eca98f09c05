"""The emergency card that interrupts when the typed text matches a red flag."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from consult.asking.checks.red_flags import READ, card_keys, unread_flags
from consult.asking.drafts import keep, open_draft


def warn_or_go(answers: Mapping[str, Any], *, onward: str) -> HttpResponseRedirect:
    """Redirect to `onward`, by way of the emergency card when a red flag in `answers` has not been shown yet."""
    if unread_flags(answers):
        return HttpResponseRedirect(resolve_url("consult:ask_stop") + "?" + urlencode({"next": onward}))
    return HttpResponseRedirect(onward)


@never_cache
def stop(request: HttpRequest) -> HttpResponse:
    """Show the emergency card; go on when the patient says that it was read."""
    draft = open_draft(request)
    onward = request.GET.get("next", "")
    if not (onward.startswith("/") and url_has_allowed_host_and_scheme(onward, allowed_hosts=None)):
        onward = resolve_url("consult:ask")
    findings = unread_flags(draft.answers)
    if request.method == "POST" and draft.pk:
        response = HttpResponseRedirect(onward)
        keep(request, response, draft, {READ: [*draft.answers.get(READ, []), *card_keys(findings)]})
        return response
    if not findings:
        return HttpResponseRedirect(onward)
    return render(request, "consult/asking/stop.html", {"findings": findings})

"""The first page, and throwing an unsent question away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from consult.asking.drafts import discard, open_draft
from consult.asking.prefill import prefilled_specialty, remember
from consult.models import RedFlagRule
from consult.models.safety import RedFlagKind
from consult.safety.signs import signs_of


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Ask first whether it is an emergency; offer an unsent question of this device."""
    signs = signs_of(RedFlagRule.objects.active(), RedFlagKind.EMERGENCY)
    draft = open_draft(request)
    specialty = None if "specialty" in draft.answers else prefilled_specialty(request)
    context = {"draft": draft, "signs": signs, "specialty": specialty}
    response = render(request, "consult/asking/start.html", context)
    remember(request, response)
    return response


@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    """Delete this device's draft."""
    response = redirect("consult:ask")
    discard(request, response)
    return response

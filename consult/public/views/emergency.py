"""The stop page: when to get help now, and whom to call."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.models import RedFlagRule
from consult.models.safety import RedFlagKind
from consult.safety.default_rules import default_rules


def emergency(request: HttpRequest) -> HttpResponse:
    """Show every red flag in use with its source, and the local numbers."""
    try:
        rules = list(RedFlagRule.objects.active())
    except DatabaseError:  # of all pages this one must not fail: the rules that the site began with
        rules = [RedFlagRule(**rule) for rule in default_rules()]
    emergencies = [rule for rule in rules if rule.kind == RedFlagKind.EMERGENCY]
    sources: dict[str, list[RedFlagRule]] = {}
    for rule in rules:
        sources.setdefault(rule.source_url, []).append(rule)
    context = {"emergencies": emergencies, "sources": list(sources.values())}
    return render(request, "consult/public/emergency.html", context)

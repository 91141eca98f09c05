"""The stop page: when to get help now, and whom to call."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.models import RedFlagRule
from consult.models.safety import RedFlagKind
from consult.safety.default_rules import default_rules
from consult.safety.signs import signs_of


def emergency(request: HttpRequest) -> HttpResponse:
    """Show every red flag in use with its source, and the local numbers."""
    try:
        rules = list(RedFlagRule.objects.active())
    except DatabaseError:  # of all pages this one must not fail: the rules that the site began with
        rules = [RedFlagRule(**rule) for rule in default_rules()]
    sources: dict[str, list[RedFlagRule]] = {}
    for rule in rules:
        sources.setdefault(rule.source_url, []).append(rule)
    context = {
        "signs": signs_of(rules, RedFlagKind.EMERGENCY),
        "signs_today": signs_of(rules, RedFlagKind.URGENT),
        "sources": list(sources.values()),
    }
    return render(request, "consult/public/emergency.html", context)

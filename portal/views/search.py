"""Find."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.related.encoder.encoder import calibration_problem, encoder_problem
from consult.safety.scan import scan
from portal.search.forms import SearchForm
from portal.search.help import help_with
from portal.search.query import parse
from portal.search.results import search as find


def search(request: HttpRequest) -> HttpResponse:
    """Search questions, replies, causes and reference pages together."""
    typed = request.GET.get("q", "")
    form = SearchForm(request.GET)
    form.is_valid()
    context = {"form": form, "query": parse(typed).text}
    if parse(typed):
        filters = form.filters()
        results = find(typed, filters, request.GET)
        form.offer(**results.offers.as_choices())
        findings = scan(results.typed.text)
        context |= {
            "results": results,
            "filters": filters,
            "plain_query": urlencode({"q": results.typed.text}),
            "self_harm": any(finding.is_self_harm for finding in findings),
            "emergencies": [finding for finding in findings if finding.is_emergency],
        }
        if not results.total:
            context["help"] = help_with(results.wanted)
        if request.user.is_staff:
            context["problem"] = encoder_problem() or calibration_problem()
    response = render(request, "portal/search.html", context)
    # What somebody searched for here is about their health: no shared cache may keep it.
    response["Cache-Control"] = "private"
    return response

"""Find."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.related.encoder.encoder import calibration_problem, encoder_problem
from portal.figures.searches import note_miss
from portal.search.danger import danger_in
from portal.search.forms import SearchForm
from portal.search.help import help_with
from portal.search.query import parse
from portal.search.results import search as find


def search(request: HttpRequest) -> HttpResponse:
    """Search questions, replies, causes and reference pages together; help first when somebody is in danger."""
    query = parse(request.GET.get("q", ""))
    form = SearchForm(request.GET)
    form.is_valid()
    context: dict[str, Any] = {"form": form, "query": query.text}
    if query:
        context |= {"danger": danger_in(query.text), "plain_query": urlencode({"q": query.text})}
        context["results_hidden"] = context["danger"].hides_results and "anyway" not in request.GET
        if context["results_hidden"]:
            context["anyway_query"] = urlencode({"q": query.text, "anyway": "1"})
        else:
            # What may be about a danger is searched for as it was typed.
            context |= _found(request, form, exact=bool(context["danger"]))
    response = render(request, "portal/search.html", context)
    # What somebody searched for here is about their health: no shared cache may keep it.
    response["Cache-Control"] = "private"
    return response


def _found(request: HttpRequest, form: SearchForm, *, exact: bool) -> dict[str, Any]:
    """What was found, what narrows it, and what to do when it is nothing."""
    filters = form.filters()
    results = find(request.GET.get("q", ""), filters, request.GET, exact=exact)
    form.offer(**results.offers.as_choices())
    context: dict[str, Any] = {"results": results, "filters": filters}
    if not results.total:
        context["help"] = help_with(results.wanted)
        if not filters:
            note_miss(request, results.query.text)
    if request.user.is_staff:
        context["problem"] = encoder_problem() or calibration_problem()
    return context

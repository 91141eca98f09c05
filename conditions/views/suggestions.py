"""Similar cases while somebody asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from conditions.models import Cause, Deflection
from conditions.related.suggest import suggest
from consult.models import Question
from consult.numbers import sent_number


@never_cache
@require_POST
def suggestions(request: HttpRequest) -> HttpResponse:
    """A fragment with answered questions and causes like the posted `title` and `body`.

    Posted, so that what patients type stays out of the web server's log.
    """
    found = suggest(request.POST.get("title", "")[:500], request.POST.get("body", "")[:20_000])
    return render(request, "conditions/_suggestions.html", {"found": found})


@require_POST
def answered(request: HttpRequest) -> HttpResponse:
    """Count one "this answers my question" and go to the question or cause that did."""
    if number := sent_number(request.POST.get("question", "")):
        question = get_object_or_404(Question.objects.public(), pk=number)
        Deflection.objects.create(question=question)
        return redirect(question)
    if number := sent_number(request.POST.get("cause", "")):
        cause = get_object_or_404(Cause.objects.public().select_related("page"), pk=number)
        Deflection.objects.create(cause=cause)
        return redirect(cause)
    raise Http404("Neither a question nor a cause.")

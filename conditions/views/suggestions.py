"""Similar cases while somebody asks."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from conditions.models import Cause, Deflection
from conditions.related.proposals.while_asking import suggest
from consult.common.rate_limit import address_of, allow
from consult.common.row_ids import sent_number
from consult.models import Question

# Fewer characters say too little to suggest anything.
SHORTEST = 15
# From one network address; a hospital behind one address stays below it.
ANSWERS_AN_HOUR = 120


@never_cache
@require_POST
def suggestions(request: HttpRequest) -> HttpResponse:
    """A fragment with answered questions and causes like the posted `title` and `body`.

    Posted, so that what patients type stays out of the web server's log.  For a few characters there is no content,
    and htmx leaves what it shows.
    """
    title, body = request.POST.get("title", "")[:500], request.POST.get("body", "")[:20_000]
    if len(f"{title} {body}".strip()) < SHORTEST:
        return HttpResponse(status=204)
    return render(request, "conditions/_live_suggestions.html", {"found": suggest(title, body)})


@require_POST
def answered(request: HttpRequest) -> HttpResponse:
    """Count one "this answers my question", up to a limit an hour, and go to the question or cause that did."""
    if number := sent_number(request.POST.get("question", "")):
        found = Deflection(question=get_object_or_404(Question.objects.public(), pk=number))
    elif number := sent_number(request.POST.get("cause", "")):
        found = Deflection(cause=get_object_or_404(Cause.objects.public().select_related("page"), pk=number))
    else:
        raise Http404("Neither a question nor a cause.")
    if allow(action="answered", who=address_of(request), most=ANSWERS_AN_HOUR, seconds=3_600):
        found.save()
    messages.success(request, _("What you have written is kept. To go on with it, choose “Ask a doctor”."))
    return redirect(found.answer)

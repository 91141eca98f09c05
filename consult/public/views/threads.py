"""Public questions: the list and one thread."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consult.common.pagination import listing
from consult.models import Question, Tombstone


def question_list(request: HttpRequest) -> HttpResponse:
    """List the public questions, newest first."""
    page = listing(request, Question.objects.public().for_list().newest_first(), ("-published_at", "-pk"))
    return render(request, "consult/public/question_list.html", {"listing": page})


def thread(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """Show one public question with its replies; 410 where it was erased."""
    return _public_question(
        request, number, slug, view="consult:thread", template="consult/public/thread.html"
    )


def thread_print(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Show one public question as one or two sheets of paper, to take to a doctor."""
    return _public_question(
        request, number, slug, view="consult:thread_print", template="consult/public/thread_print.html"
    )


def _public_question(
    request: HttpRequest, number: int, slug: str, *, view: str, template: str
) -> HttpResponse:
    """Render a public question at its one address; redirect from a wrong slug."""
    question = Question.objects.public().for_thread().filter(pk=number).first()
    if question is None:
        if Tombstone.objects.filter(question_number=number).exists():
            return render(request, "consult/public/erased.html", status=410)
        raise Http404("No such question.")
    if slug != question.slug:
        return redirect(view, question.pk, question.slug, permanent=True)
    return render(request, template, {"question": question})

"""Specialties and topics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from consult.models import Question, Specialty, Topic
from consult.paging import listing

DOCTORS_SHOWN = 8


def specialty_list(request: HttpRequest) -> HttpResponse:
    """List every specialty with some of its topics."""
    return render(
        request, "consult/specialty_list.html", {"specialties": Specialty.objects.with_first_topics()}
    )


def specialty(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one specialty: its topics, doctors and public questions."""
    found = get_object_or_404(Specialty, slug=slug)
    questions = Question.objects.public().in_specialty(found).for_list()
    context = {
        "specialty": found,
        "topics": list(found.topics.all()),
        "doctors": found.doctors.listed()[:DOCTORS_SHOWN],
        "listing": listing(request, questions, ("-published_at", "-pk")),
    }
    return render(request, "consult/specialty.html", context)


def topic(request: HttpRequest, slug: str, topic_slug: str) -> HttpResponse:
    """Show one topic and its public questions."""
    found = get_object_or_404(
        Topic.objects.select_related("specialty"), specialty__slug=slug, slug=topic_slug
    )
    questions = Question.objects.public().on_topic(found).for_list()
    context = {"topic": found, "listing": listing(request, questions, ("-published_at", "-pk"))}
    return render(request, "consult/topic.html", context)

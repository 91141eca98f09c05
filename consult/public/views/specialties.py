"""Specialties and topics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from consult.common.pagination import listing
from consult.models import Question, Specialty, Topic

DOCTORS_SHOWN = 8
TOPICS_SHOWN = 12
TOPICS_A_PAGE = 60


def specialty_list(request: HttpRequest) -> HttpResponse:
    """List the specialties, each with some of its topics."""
    page = listing(request, Specialty.objects.with_first_topics(), ("name", "pk"))
    return render(request, "consult/public/specialty_list.html", {"listing": page})


def specialty(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one specialty: some of its topics and doctors, and its public questions."""
    found = get_object_or_404(Specialty, slug=slug)
    topics = list(found.topics.by_name()[: TOPICS_SHOWN + 1])
    questions = Question.objects.public().in_specialty(found).for_list()
    context = {
        "specialty": found,
        "topics": topics[:TOPICS_SHOWN],
        "more_topics": len(topics) > TOPICS_SHOWN,
        "doctors": found.doctors.listed()[:DOCTORS_SHOWN],
        "listing": listing(request, questions, ("-published_at", "-pk")),
    }
    return render(request, "consult/public/specialty.html", context)


def topic_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the topics of one specialty."""
    found = get_object_or_404(Specialty, slug=slug)
    page = listing(request, found.topics.by_name(), ("name", "pk"), size=TOPICS_A_PAGE)
    return render(request, "consult/public/topic_list.html", {"specialty": found, "listing": page})


def topic(request: HttpRequest, slug: str, topic_slug: str) -> HttpResponse:
    """Show one topic and its public questions."""
    found = get_object_or_404(
        Topic.objects.select_related("specialty"), specialty__slug=slug, slug=topic_slug
    )
    questions = Question.objects.public_on(found).for_list()
    context = {"topic": found, "listing": listing(request, questions, ("-tag_at", "-tag_question"))}
    return render(request, "consult/public/topic.html", context)

"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.models import ReferencePage
from consult.models import Question, Specialty

SPECIALTIES_SHOWN = 16


def home(request: HttpRequest) -> HttpResponse:
    """Show both ways in: ask, and find."""
    return render(
        request,
        "portal/home.html",
        {
            "questions": Question.objects.public().for_list().newest_first()[:5],
            "pages": ReferencePage.objects.public().by_title()[:8],
            "specialties": Specialty.objects.by_name()[:SPECIALTIES_SHOWN],
        },
    )

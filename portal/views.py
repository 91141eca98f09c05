"""The home page and the two health addresses."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from conditions.models import ReferencePage
from consult.models import Question, Specialty


def home(request: HttpRequest) -> HttpResponse:
    """Show both ways in: ask, and find."""
    return render(
        request,
        "portal/home.html",
        {
            "questions": Question.objects.public().for_list().newest_first()[:5],
            "pages": ReferencePage.objects.public().by_title()[:8],
            "specialties": Specialty.objects.all(),
        },
    )


def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process runs."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})

"""Doctors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from consult.common.pagination import listing
from consult.models import Doctor, Question, Specialty


def doctor_list(request: HttpRequest) -> HttpResponse:
    """List the doctors who answer; with ?specialty=, those of one specialty."""
    slug, specialty = request.GET.get("specialty", "").replace("\0", ""), None
    doctors = Doctor.objects.listed().prefetch_related("specialties")
    if slug:
        specialty = get_object_or_404(Specialty, slug=slug)
        doctors = doctors.filter(specialties=specialty)
    page = listing(request, doctors, ("name", "pk"))
    return render(request, "consult/public/doctor_list.html", {"listing": page, "specialty": specialty})


def doctor(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one doctor and the public questions they answered."""
    found = get_object_or_404(Doctor.objects.listed().prefetch_related("specialties"), slug=slug)
    questions = Question.objects.public().answered_by(found).for_list()
    context = {"doctor": found, "listing": listing(request, questions, ("-published_at", "-pk"))}
    return render(request, "consult/public/doctor.html", context)

"""Reference pages in public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from conditions.models import Category, ReferencePage
from consult.paging import listing


def page_list(request: HttpRequest) -> HttpResponse:
    """List the public reference pages, A to Z."""
    pages = listing(request, ReferencePage.objects.public().by_title(), ("title", "pk"), size=60)
    return render(request, "conditions/page_list.html", {"listing": pages})


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """List the public reference pages of one category."""
    found = get_object_or_404(Category, slug=slug)
    pages = ReferencePage.objects.public().by_title().filter(category=found)
    context = {"category": found, "listing": listing(request, pages, ("title", "pk"), size=60)}
    return render(request, "conditions/category.html", context)


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one reference page."""
    found = get_object_or_404(ReferencePage.objects.public().select_related("category"), slug=slug)
    return render(request, "conditions/page.html", {"page": found})

"""Reference pages in public."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from conditions.models import Category, ReferencePage
from conditions.structured import medical_web_page
from conditions.tree import PageRows, page_tree
from consult.common.pagination import listing

PAGES_A_SCREEN = 60
CATEGORIES_SHOWN = 20
CHANGES_TOLD = 10


def page_list(request: HttpRequest) -> HttpResponse:
    """List the public reference pages A to Z, all of them or those under one letter, and some categories."""
    pages, letter = ReferencePage.objects.public(), request.GET.get("letter", "")[:1].upper()
    categories = list(Category.objects.with_public_pages()[: CATEGORIES_SHOWN + 1])
    context = {
        "letters": pages.letters(),
        "letter": letter,
        "categories": categories[:CATEGORIES_SHOWN],
        "more_categories": len(categories) > CATEGORIES_SHOWN,
        "listing": listing(
            request, pages.by_title().under_letter(letter), ("index_name", "pk"), size=PAGES_A_SCREEN
        ),
    }
    return render(request, "conditions/page_list.html", context)


def category_list(request: HttpRequest) -> HttpResponse:
    """List the categories in which there is something to read."""
    rows = listing(request, Category.objects.with_public_pages(), ("name", "pk"), size=PAGES_A_SCREEN)
    return render(request, "conditions/category_list.html", {"listing": rows})


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """List the public reference pages of one category."""
    found = get_object_or_404(Category, slug=slug)
    pages = found.pages.public().by_title()
    rows = listing(request, pages, ("index_name", "pk"), size=PAGES_A_SCREEN)
    return render(request, "conditions/category.html", {"category": found, "listing": rows})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one reference page: its causes with their sources, treatment, related pages, answered questions.

    An address that a page had leads to its present one.
    """
    found = ReferencePage.objects.public().select_related("category").filter(slug=slug).first()
    if found is None:
        former = get_object_or_404(ReferencePage.objects.public(), former_addresses__slug=slug)
        return HttpResponsePermanentRedirect(former.get_absolute_url())
    return render(request, "conditions/page.html", page_context(found))


def page_context(page: ReferencePage, rows: PageRows | None = None, related: Any = None) -> dict[str, Any]:
    """What the template of a reference page needs; a preview gives the `rows` and `related` keys of a revision."""
    tree = page_tree(page, rows)
    related_pages = (
        page.related.public() if rows is None else ReferencePage.objects.public().filter(pk__in=related)
    )
    return {
        "page": page,
        "tree": tree,
        "related_pages": related_pages.by_title(),
        "changes": page.revisions.changes()[:CHANGES_TOLD],
        "structured": medical_web_page(page, tree),
    }

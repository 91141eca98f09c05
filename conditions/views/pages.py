"""Reference pages in public."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from conditions.models import Category, Cause, ConditionName, ReferencePage
from conditions.related.lists.read import cases_of_cause
from conditions.revisions.told import told_changes
from conditions.structured import medical_web_page
from conditions.tree import PageRows, page_tree
from consult.common.pagination import listing

PAGES_A_SCREEN = 60
CATEGORIES_SHOWN = 20
CHANGES_TOLD = 10


def page_list(request: HttpRequest) -> HttpResponse:
    """List what is told here A to Z, each condition once under each of its names, and some categories."""
    letter = _letter(request)
    categories = list(Category.objects.with_public_pages()[: CATEGORIES_SHOWN + 1])
    context = {
        "letters": ConditionName.objects.best().letters(),
        "letter": letter,
        "categories": categories[:CATEGORIES_SHOWN],
        "more_categories": len(categories) > CATEGORIES_SHOWN,
        "listing": listing(
            request,
            ConditionName.objects.in_index().under_letter(letter),
            ("index_name", "pk"),
            size=PAGES_A_SCREEN,
        ),
    }
    return render(request, "conditions/page_list.html", context)


def category_list(request: HttpRequest) -> HttpResponse:
    """List the categories in which there is something to read."""
    rows = listing(request, Category.objects.with_public_pages(), ("name", "pk"), size=PAGES_A_SCREEN)
    return render(request, "conditions/category_list.html", {"listing": rows})


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """List the public reference pages of one category A to Z, all of them or those under one letter.

    An address that a category had leads to its present one.
    """
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        former = get_object_or_404(Category, former_addresses__slug=slug)
        return HttpResponsePermanentRedirect(former.get_absolute_url())
    pages, letter = found.pages.public(), _letter(request)
    rows = listing(request, pages.by_title().under_letter(letter), ("index_name", "pk"), size=PAGES_A_SCREEN)
    context = {"category": found, "letters": pages.letters(), "letter": letter, "listing": rows}
    return render(request, "conditions/category.html", context)


def _letter(request: HttpRequest) -> str:
    """The letter that is asked for; "" for all."""
    return request.GET.get("letter", "")[:1].upper()


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one reference page: its causes with their sources, treatment, related pages, answered questions.

    An address that a page had leads to its present one.
    """
    found = ReferencePage.objects.public().select_related("category").filter(slug=slug).first()
    if found is None:
        former = get_object_or_404(ReferencePage.objects.public(), former_addresses__slug=slug)
        return HttpResponsePermanentRedirect(former.get_absolute_url())
    return render(request, "conditions/page.html", page_context(found))


def asked(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    """List the public questions about one cause of a page, newest first.

    An address that the page had, and an anchor that led to the cause, lead to the present ones.
    """
    cause = Cause.objects.public().select_related("page").filter(page__slug=slug, slug=anchor).first()
    if cause is None:
        return HttpResponsePermanentRedirect(_asked_now(slug, anchor))
    rows = listing(request, cases_of_cause(cause).for_list(), ("-link_at", "-link_question"))
    return render(request, "conditions/asked.html", {"cause": cause, "listing": rows})


def _asked_now(slug: str, anchor: str) -> str:
    """Where is told what was at a former address or anchor: the questions about a cause, else a page."""
    pages = ReferencePage.objects.public()
    found = pages.filter(slug=slug).first() or get_object_or_404(pages, former_addresses__slug=slug)
    if cause := Cause.objects.public().select_related("page").filter(page=found, slug=anchor).first():
        return cause.asked_url
    former = get_object_or_404(found.former_anchors.select_related("cause__page", "target"), slug=anchor)
    if former.cause and not former.cause.is_retired and former.cause.page.is_public:
        return former.cause.asked_url
    if former.target and former.target.is_public:
        return former.target.get_absolute_url()
    return f"{found.get_absolute_url()}#{anchor}"


def page_context(page: ReferencePage, rows: PageRows | None = None, related: Any = None) -> dict[str, Any]:
    """What the template of a reference page needs; a preview gives the `rows` and `related` keys of a revision."""
    tree = page_tree(page, rows)
    chosen = page.related.public() if rows is None else ReferencePage.objects.public().filter(pk__in=related)
    return {
        "page": page,
        "tree": tree,
        "chosen_pages": list(chosen.by_title()),
        "changes": told_changes(page, CHANGES_TOLD),
        "structured": medical_web_page(page, tree),
    }

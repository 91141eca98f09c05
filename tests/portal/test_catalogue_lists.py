"""Specialties, topics and categories: a few are shown in passing, all of them stand on lists with pages."""

import re

import pytest
from django.test import Client

from consult.models import Specialty
from tests.factories import CategoryFactory, ReferencePageFactory, SpecialtyFactory, TopicFactory

pytestmark = pytest.mark.django_db


def links(client: Client, address: str, pattern: str) -> list[str]:
    """What the pages of a list lead to, in order, following "Next page"."""
    found: list[str] = []
    following: str | None = address
    while following:
        text = client.get(following).content.decode().partition("<h1")[2].partition("</main>")[0]
        found += re.findall(rf'href="({pattern})"', text)
        more = re.search(r'rel="next" href="(\?[^"]+)"', text)
        following = address + more[1].replace("&amp;", "&") if more else None
    return found


def test_every_specialty_stands_on_one_page_of_the_list(stranger: Client) -> None:
    Specialty.objects.all().delete()
    wanted = [SpecialtyFactory(name=f"Field {n:02}").get_absolute_url() for n in range(45)]
    assert links(stranger, "/specialties/", "/specialties/field-[0-9]+/") == wanted


def test_a_specialty_shows_some_topics_and_leads_to_all(stranger: Client) -> None:
    neurology = SpecialtyFactory()
    topics = [TopicFactory(specialty=neurology, name=f"Sign {n:02}").get_absolute_url() for n in range(12)]
    page = stranger.get("/specialties/neurology/").content.decode()
    assert ([link in page for link in topics], "All topics" in page) == ([True] * 12, False)
    topics += [
        TopicFactory(specialty=neurology, name=f"Sign {n:02}").get_absolute_url() for n in range(12, 70)
    ]
    page = stranger.get("/specialties/neurology/").content.decode()
    assert ([link in page for link in topics], "All topics" in page) == ([True] * 12 + [False] * 58, True)
    assert (
        links(stranger, "/specialties/neurology/all-topics/", "/specialties/neurology/sign-[0-9]+/") == topics
    )


def test_the_conditions_show_some_categories_and_lead_to_all(stranger: Client) -> None:
    categories = [CategoryFactory(name=f"Group {n:02}", slug=f"group-{n:02}") for n in range(65)]
    for category in categories[:-1]:
        ReferencePageFactory(category=category)
    page = stranger.get("/conditions/").content.decode()
    shown = [category.get_absolute_url() in page for category in categories]
    assert (shown, "All categories" in page) == ([True] * 20 + [False] * 45, True)
    found = links(stranger, "/conditions/categories/", "/conditions/category/group-[0-9]+/")
    assert found == [category.get_absolute_url() for category in categories[:-1]]


def test_topics_of_no_specialty_are_not_found(stranger: Client) -> None:
    assert stranger.get("/specialties/nowhere/all-topics/").status_code == 404

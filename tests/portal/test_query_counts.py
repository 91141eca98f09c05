"""Every public page costs the same number of queries whatever the number of rows, and one when it is stored."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.portal.world import World, world

# Not traced: other tests open the same pages under the tracer.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.no_cover]

THREAD_BUDGET = 12

PAGES: dict[str, tuple[int, Callable[[World], str]]] = {
    "home": (4, lambda w: "/"),
    "questions": (2, lambda w: "/questions/"),
    "thread": (11, lambda w: w.questions[0].get_absolute_url()),
    "print": (5, lambda w: w.questions[0].get_absolute_url() + "print/"),
    "specialties": (2, lambda w: "/specialties/"),
    "specialty": (5, lambda w: w.specialty.get_absolute_url()),
    "topics": (2, lambda w: w.specialty.get_absolute_url() + "all-topics/"),
    "topic": (5, lambda w: w.topic.get_absolute_url()),
    "doctors": (2, lambda w: "/doctors/"),
    "doctors of a specialty": (3, lambda w: f"/doctors/?specialty={w.specialty.slug}"),
    "doctor": (4, lambda w: w.doctor.get_absolute_url()),
    "conditions": (3, lambda w: "/conditions/"),
    "letter": (3, lambda w: "/conditions/?letter=S"),
    "categories": (1, lambda w: "/conditions/categories/"),
    "category": (3, lambda w: w.page.category.get_absolute_url()),
    "reference page": (13, lambda w: w.page.get_absolute_url()),
    "privacy": (1, lambda w: "/privacy/"),
    "feed": (2, lambda w: "/questions/feed/"),
    "sitemap": (6, lambda w: "/sitemap.xml"),
    "sitemap of questions": (2, lambda w: "/sitemap-questions.xml"),
}


def queries_of(client: Client, address: str) -> list[str]:
    """The queries that the page takes on its own."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured]


def test_a_page_costs_the_same_with_3_and_with_30_rows(stranger: Client, settings: Any) -> None:
    settings.STORED_PAGES = False
    rows = world(3)
    few = {name: queries_of(stranger, address(rows)) for name, (_count, address) in PAGES.items()}
    rows.grow(30)
    many = {name: queries_of(stranger, address(rows)) for name, (_count, address) in PAGES.items()}
    wrong = {
        name: (found[name], count)
        for found in (few, many)
        for name, (count, _address) in PAGES.items()
        if len(found[name]) != count
    }
    assert wrong == {}
    assert len(many["thread"]) <= THREAD_BUDGET


def test_a_stored_page_costs_one_query(stranger: Client) -> None:
    rows = world(3)
    not_stored = {"sitemap", "sitemap of questions"}
    pages = [address(rows) for name, (_count, address) in PAGES.items() if name not in not_stored]
    for page in pages:
        stranger.get(page)
    assert {page: len(queries_of(stranger, page)) for page in pages} == dict.fromkeys(pages, 1)

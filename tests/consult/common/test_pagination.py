"""Lists paged by key."""

from typing import Any

import pytest
from django.core import signing
from django.http import Http404
from django.test import RequestFactory

from consult.common.pagination import Listing, listing
from consult.models import Question, Specialty
from tests.factories import NOON, QuestionFactory, SpecialtyFactory

pytestmark = pytest.mark.django_db

ORDER = ("description", "-name", "pk")


@pytest.fixture
def names() -> list[str]:
    """Thirteen rows in two groups, in the order of the list; one name has every awkward character."""
    for number in range(12):
        SpecialtyFactory(name=f"S{number:02}", description="ab"[number % 2])
    SpecialtyFactory(name="A | \"b' 2026-01-01", slug="odd", description="a")
    return list(Specialty.objects.order_by(*ORDER).values_list("name", flat=True))


def page(query: str = "", **extra: str) -> Listing:
    request = RequestFactory().get(f"/?{query}", extra)
    return listing(request, Specialty.objects.all(), ORDER, size=5)


def test_walking_forwards_sees_every_row_once(names: list[str]) -> None:
    seen, query = [], ""
    while True:
        found = page(query)
        seen.append([row.name for row in found.rows])
        query = found.next_query
        if not query:
            break
    assert seen == [names[:5], names[5:10], names[10:]]


def test_walking_back_sees_the_same_pages(names: list[str]) -> None:
    second = page(page().next_query)
    third = page(second.next_query)
    back = page(third.previous_query)
    assert [row.name for row in back.rows] == names[5:10]
    first = page(back.previous_query)
    assert ([row.name for row in first.rows], first.previous_query) == (names[:5], "")


def test_other_parameters_survive(names: list[str]) -> None:
    request = RequestFactory().get("/?q=numb+face")
    found = listing(request, Specialty.objects.all(), ORDER, size=5)
    assert found.next_query.startswith("q=numb+face&after=")


def test_each_page_costs_one_query(names: list[str], django_assert_num_queries: Any) -> None:
    second = page().next_query
    with django_assert_num_queries(1):
        page(second)


@pytest.mark.parametrize("cursor", ["", "x", "eyJ9:bad:sig"])
def test_a_forged_cursor_is_not_found(names: list[str], cursor: str) -> None:
    with pytest.raises(Http404):
        page(f"after={cursor}")


def test_a_name_that_looks_like_a_time_is_a_name() -> None:
    for name in ("2026-01-01T10:00", "2026-01-02"):
        SpecialtyFactory(name=name, slug=name[:10])
    request = RequestFactory().get("/")
    first = listing(request, Specialty.objects.all(), ("name", "pk"), size=1)
    request = RequestFactory().get(f"/?{first.next_query}")
    second = listing(request, Specialty.objects.all(), ("name", "pk"), size=1)
    assert [row.name for row in [*first.rows, *second.rows]] == ["2026-01-01T10:00", "2026-01-02"]


def test_times_are_keys_too() -> None:
    questions = [QuestionFactory(asked_at=NOON.replace(hour=hour)) for hour in (9, 10, 11)]
    request = RequestFactory().get("/")
    first = listing(request, Question.objects.all(), ("-asked_at", "-pk"), size=2)
    request = RequestFactory().get(f"/?{first.next_query}")
    second = listing(request, Question.objects.all(), ("-asked_at", "-pk"), size=2)
    assert [*first.rows, *second.rows] == questions[::-1]


def test_an_empty_list_has_no_neighbours() -> None:
    assert page() == Listing(rows=[], next_query="", previous_query="")


def test_a_cursor_of_another_list_is_not_found(names: list[str]) -> None:
    cursor = signing.Signer(salt="consult.common.pagination").sign_object(["only one key"])
    with pytest.raises(Http404):
        page(after=cursor)

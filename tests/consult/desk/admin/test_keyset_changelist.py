"""Lists of the admin: paged by key in any order, with filters and search, counted only so far."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from consult.common.immutable import unprotected
from consult.desk.admin import keyset_changelist
from consult.desk.admin.keyset_changelist import KeyChangeList
from consult.models import AuditEntry, Question, Topic
from tests.factories import NOON, QuestionFactory, SpecialtyFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

TRAIL = "admin:consult_auditentry_changelist"
TOPICS = "admin:consult_topic_changelist"


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of three rows."""
    for model in (AuditEntry, Topic, Question):
        monkeypatch.setattr(admin.site._registry[model], "list_per_page", 3)


@pytest.fixture
def trail() -> list[AuditEntry]:
    """Eight entries, newest first."""
    entries = [
        AuditEntry.objects.create(action=("asked", "approved")[number % 2], question_number=number)
        for number in range(8)
    ]
    return entries[::-1]


def pages(client: Any, address: str, query: str = "") -> list[list[Any]]:
    """The rows of each page, following the links."""
    found, link = [], query or "?"
    while link:
        changelist = client.get(address + link).context["cl"]
        found.append(list(changelist.result_list))
        link = changelist.next_link
    return found


def test_every_list_of_the_admin_is_paged_by_key():
    request = RequestFactory().get("/")
    offset = [
        m._meta.label
        for m, a in admin.site._registry.items()
        if not issubclass(a.get_changelist(request), KeyChangeList)
    ]
    assert offset == []


def test_every_row_stands_on_one_page(admin_client, small_pages, trail):
    assert pages(admin_client, reverse(TRAIL)) == [trail[:3], trail[3:6], trail[6:]]


def test_the_way_back_shows_the_same_pages(admin_client, small_pages, trail):
    address = reverse(TRAIL)
    last = admin_client.get(f"{address}?p=after-{trail[5].pk}").context["cl"]
    middle = admin_client.get(address + last.previous_link).context["cl"]
    first = admin_client.get(address + middle.previous_link).context["cl"]
    assert (middle.result_list, first.result_list) == (trail[3:6], trail[:3])
    assert (last.next_link, first.previous_link) == ("", "")


def test_rows_that_come_and_go_move_nothing(admin_client, small_pages, trail):
    address = reverse(TRAIL)
    first = admin_client.get(address).context["cl"]
    AuditEntry.objects.create(action="asked", question_number=99)
    with unprotected("consult_auditentry"):
        trail[0].delete()
    assert admin_client.get(address + first.next_link).context["cl"].result_list == trail[3:6]


def test_a_list_that_is_sorted_filtered_and_searched_keeps_all_three(admin_client, small_pages, trail):
    """By number (column 2, counted from 0), only what was asked, since some day."""
    found = pages(admin_client, reverse(TRAIL), "?o=2&q=asked&at__gte=2020-01-01T00:00Z")
    assert [[entry.question_number for entry in page] for page in found] == [[0, 2, 4], [6]]
    assert pages(admin_client, reverse(TRAIL), "?o=2&q=asked&at__lt=2020-01-01T00:00Z") == [[]]


def test_a_list_sorted_by_a_relation_and_searched(admin_client, small_pages):
    heart, nerves = SpecialtyFactory(name="Cardiology"), SpecialtyFactory(name="Neurology")
    topics = [TopicFactory(name=f"Pain {n}", specialty=(nerves, heart)[n % 2]) for n in range(5)]
    TopicFactory(name="Fever", specialty=heart)
    found = pages(admin_client, reverse(TOPICS), "?q=pain&o=2")
    assert {topic.specialty for topic in found[0][:2]} == {heart}
    assert sorted(topic.pk for page in found for topic in page) == sorted(topic.pk for topic in topics)


def test_the_queue_is_paged_longest_waiting_first(admin_client, small_pages, neurology):
    questions = [QuestionFactory(asked_at=NOON + timedelta(hours=-n % 7)) for n in range(7)]
    found = pages(admin_client, reverse("admin:consult_question_changelist"), "?queue=waiting")
    assert [q for page in found for q in page] == sorted(questions, key=lambda q: (q.asked_at, q.pk))


def test_a_page_costs_the_same_however_deep(admin_client, small_pages, trail, django_assert_num_queries):
    address = reverse(TRAIL)
    admin_client.get(address)
    # Session, sign-in, the persons of the filter, count, numbers and rows.
    with django_assert_num_queries(6):
        admin_client.get(address)
    for row in (trail[2], trail[5]):
        with django_assert_num_queries(7):
            admin_client.get(f"{address}?p=after-{row.pk}")


def test_no_words_stand_in_the_address_of_a_page(admin_client, small_pages):
    QuestionFactory.create_batch(5, title="Numb after a fall")
    response = admin_client.get(reverse("admin:consult_question_changelist") + "?queue=all&o=1")
    last = response.context["cl"].result_list[-1]
    assert response.context["cl"].next_link == f"?o=1&p=after-{last.pk}&queue=all"


def test_counting_stops(admin_client, small_pages, trail, monkeypatch):
    monkeypatch.setattr(keyset_changelist, "MOST_COUNTED", 5)
    page = admin_client.get(reverse(TRAIL)).content.decode()
    assert "more than 5 entries" in page
    monkeypatch.setattr(keyset_changelist, "MOST_COUNTED", 8)
    assert "8 entries" in admin_client.get(reverse(TRAIL)).content.decode()


def test_acting_on_all_says_so_without_a_number_that_is_too_small(client, small_pages, monkeypatch):
    monkeypatch.setattr(keyset_changelist, "MOST_COUNTED", 3)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    TopicFactory.create_batch(5)
    page = client.get(reverse(TOPICS)).content.decode()
    assert "Select all topics of this list" in page
    assert "Select all 3" not in page


def test_show_all_shows_all(admin_client, small_pages, trail):
    assert admin_client.get(reverse(TRAIL) + "?all=").context["cl"].result_list == trail


def test_a_page_beside_a_row_that_is_gone_is_the_first(admin_client, small_pages, trail):
    changelist = admin_client.get(reverse(TRAIL) + "?p=before-999999").context["cl"]
    assert (changelist.result_list, changelist.previous_link) == (trail[:3], "")


@pytest.mark.parametrize("page", ["2", "after-x", "after-", "beside-1", "after-1-2"])
def test_a_page_that_nobody_offered_leads_to_the_list(admin_client, trail, page):
    response = admin_client.get(reverse(TRAIL) + f"?p={page}")
    assert (response.status_code, response["Location"]) == (302, reverse(TRAIL) + "?e=1")

"""Who asked about a cause: how many on its page, and a paged list of all."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conditions.related.lists import read
from consult.common import pagination
from consult.question.actions.publication import withdraw_publication
from tests.factories import CauseFactory, CauseLinkFactory, ReferencePageFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def cause():
    """A cause that replies to six public questions link to, and one to a question that is public no longer."""
    cause = CauseFactory(name="Palsy", slug="palsy")
    for number in range(7):
        question = public_question(title=f"Question {number}.")
        CauseLinkFactory(reply=question.replies.get(), cause=cause)
    withdraw_publication(question=question)
    return cause


def test_the_page_tells_how_many_asked_and_leads_to_all(stranger: Client, cause) -> None:
    text = stranger.get(cause.page.get_absolute_url()).content.decode()
    assert "<summary>6 patients asked<" in text
    assert [f"Question {number}." in text for number in range(7)].count(True) == 4
    assert f'<a href="{cause.asked_url}">All 6 questions about Palsy</a>' in text


def test_beyond_what_is_counted_the_page_says_more_than(stranger: Client, cause, monkeypatch) -> None:
    monkeypatch.setattr(read, "MOST_COUNTED", 5)
    text = stranger.get(cause.page.get_absolute_url()).content.decode()
    assert "<summary>More than 5 patients asked<" in text
    assert f'<a href="{cause.asked_url}">All questions about Palsy</a>' in text


def test_reading_costs_the_same_at_any_number(cause) -> None:
    """Both are picked from an index in its order; what is counted is cut."""
    listed = read.cases_of_cause(cause).order_by("-link_at", "-link_question")[:20].explain()
    assert connection.vendor == "sqlite"
    assert "public_link_newest" in listed
    assert "TEMP B-TREE" not in listed
    with CaptureQueriesContext(connection) as asked:
        read.cause_cases(cause.page)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked[0]["sql"])
        plan = " / ".join(row[3] for row in cursor.fetchall())
    assert plan.count("COVERING INDEX public_link_best") == 4
    assert "TEMP B-TREE" not in plan


def test_the_list_holds_them_all_page_by_page(
    stranger: Client, cause, monkeypatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(pagination.listing, "__defaults__", (4,))
    found: list[str] = []
    query = ""
    for _page in range(2):
        with django_assert_max_num_queries(5):
            answer = stranger.get(f"{cause.asked_url}?{query}")
        found += [question.title for question in answer.context["listing"].rows]
        query = answer.context["listing"].next_query
    assert (sorted(found), query) == ([f"Question {number}." for number in range(6)], "")
    assert "<h1>Questions about Palsy</h1>" in answer.content.decode()


def test_former_addresses_and_anchors_lead_to_the_present_list(
    stranger: Client, cause, django_assert_max_num_queries
) -> None:
    page, elsewhere, gone = cause.page, CauseFactory(name="Stroke", slug="stroke"), ReferencePageFactory()
    page.former_addresses.create(slug="weak-faces")
    page.former_anchors.create(slug="palsy-before", cause=cause)
    page.former_anchors.create(slug="stroke-before", cause=elsewhere)
    page.former_anchors.create(slug="told-as-a-page", target=gone)
    page.former_anchors.create(slug="told-here", name="Gout")
    own = page.get_absolute_url()
    for slug, anchor, now in (
        ("weak-faces", "palsy", cause.asked_url),
        (page.slug, "palsy-before", cause.asked_url),
        ("weak-faces", "palsy-before", cause.asked_url),
        (page.slug, "stroke-before", elsewhere.asked_url),
        (page.slug, "told-as-a-page", gone.get_absolute_url()),
        (page.slug, "told-here", f"{own}#told-here"),
    ):
        with django_assert_max_num_queries(7):
            answer = stranger.get(f"/conditions/{slug}/asked/{anchor}/")
        assert (answer.status_code, answer.get("Location")) == (301, now)
    for slug, anchor in (("weak-faces", "gout"), ("nowhere", "palsy")):
        assert stranger.get(f"/conditions/{slug}/asked/{anchor}/").status_code == 404
    # What readers do not find any more is looked for on the page that told it.
    type(cause).objects.filter(pk=elsewhere.pk).update(is_retired=True)
    type(page).objects.filter(pk=gone.pk).update(published_at=None)
    for anchor in ("stroke-before", "told-as-a-page"):
        assert stranger.get(f"/conditions/{page.slug}/asked/{anchor}/")["Location"] == f"{own}#{anchor}"


@pytest.mark.parametrize("how", ["retired", "elsewhere", "unpublished"])
def test_a_cause_that_readers_do_not_find_has_no_list(stranger: Client, cause, how) -> None:
    address = cause.asked_url
    if how == "retired":
        type(cause).objects.filter(pk=cause.pk).update(is_retired=True)
    elif how == "elsewhere":
        address = address.replace("palsy", "stroke")
    else:
        type(cause.page).objects.filter(pk=cause.page_id).update(published_at=None)
    assert stranger.get(address).status_code == 404

"""Find, on a phone: from the box to the thread, with filters, without JavaScript too, and accessible."""

import pytest
from playwright.sync_api import Page, expect

from conditions.related.upkeep.index import index_page
from conditions.related.upkeep.publication import publish
from tests.conditions.related.conftest import encoder  # noqa: F401
from tests.factories import (
    CauseFactory,
    CauseGroupFactory,
    ReferencePageFactory,
    TopicFactory,
    public_question,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def library(db, encoder):  # noqa: F811
    """Enough to fill two pages of questions, a cause and a page."""
    for number in range(23):
        question = public_question(title=f"Headache of kind {number}", body="My head aches every morning.")
        publish(question)
    question.topics.add(TopicFactory(specialty=question.specialty, name="Headache"))
    page = ReferencePageFactory(
        title="Causes of headache", slug="headache", lead="A headache has many causes."
    )
    group = CauseGroupFactory(page=page)
    CauseFactory(group=group, page=page, name="Tension headache", slug="tension", text="Tense muscles ache.")
    index_page(page)


@pytest.mark.parametrize("reader", ["phone", "phone_without_javascript"])
def test_a_patient_finds_and_narrows(request, library, reader):
    page: Page = request.getfixturevalue(reader)
    page.goto("/search/")
    page.get_by_label("Search symptoms, conditions and answers").fill("headake")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Showing results for headache")).to_be_visible()
    expect(page.locator("#questions ~ ol mark").first).to_have_text("Headache")
    page.get_by_text("Narrow the questions").click()
    page.get_by_label("Topic").select_option(label="Headache (Neurology)")
    page.get_by_role("button", name="Show these questions").click()
    expect(page.get_by_text("1 result for", exact=False)).to_be_visible()
    page.get_by_role("link", name="Remove all filters").click()
    page.get_by_role("link", name="All 23 questions").click()
    page.get_by_role("link", name="Next page").click()
    expect(page.locator("#questions ~ ol > li")).to_have_count(3)
    page.locator("#questions ~ ol > li h3 a").first.click()
    expect(page.locator("h1")).to_contain_text("Headache of kind")


def test_results_and_empty_page_are_accessible(library, accessible, phone, desktop):
    for page in (phone, desktop):
        for address in (
            "/search/",
            "/search/?q=headache&year=2026",
            "/search/?q=headache",
            "/search/?q=qwxzv",
        ):
            page.goto(address)
            accessible(page)


def test_a_cause_opens_at_its_place(library, phone):
    phone.goto("/search/?q=tension")
    phone.get_by_role("link", name="Tension headache").click()
    phone.wait_for_url("**/conditions/headache/#tension")

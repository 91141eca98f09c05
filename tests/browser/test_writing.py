"""A doctor with three minutes: few clicks, nothing lost, the reply in sight as its readers will see it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from consult.models import DeskDraft, Question, Status
from tests.browser.conftest import DESKTOP
from tests.browser.test_desk import PASSWORD, sign_in
from tests.factories import QuestionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def question(palsy: Any, neurology: Any) -> Question:
    """A question for which the engine proposes a cause, and a snippet that helps."""
    return QuestionFactory(title="Is it Bell's palsy?", body="My face hangs.", specialty=neurology)


@pytest.fixture
def page(open_context: Callable[..., BrowserContext], doctor: Any) -> Page:
    page = open_context(viewport=DESKTOP).new_page()
    sign_in(page, doctor.user)
    return page


def test_from_sign_in_to_a_published_reply_in_at_most_five_clicks(question: Question, page: Page) -> None:
    clicks = 0

    def click(what: Any) -> None:
        nonlocal clicks
        clicks += 1
        what.click()

    click(page.get_by_role("button", name="Answer the one that has waited longest"))
    expect(page.get_by_role("heading", name="Is it Bell's palsy?")).to_be_visible()
    publish = page.get_by_role("button", name="Publish reply")
    box = publish.bounding_box()
    assert box
    assert box["y"] + box["height"] <= DESKTOP["height"]  # in sight without scrolling
    click(page.get_by_role("button", name="See somebody"))
    page.keyboard.type("a neurologist")  # the gap is selected
    click(page.get_by_label("Bell's palsy", exact=True))
    click(publish)
    expect(page.get_by_text("Reply published")).to_be_visible()
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    reply = question.replies.get()
    assert (reply.text, reply.safety_net_lines) == (
        "Please see a neurologist within a week.",
        ["Sudden weakness of an arm: call an ambulance."],
    )
    assert reply.cause_links.confirmed().count() == 1
    assert clicks <= 5


def test_what_is_typed_is_kept_shown_and_there_again_and_keys_do_the_rest(
    page: Page, question: Question
) -> None:
    page.goto(f"/admin/consult/question/{question.pk}/change/")
    text = page.get_by_label("Reply", exact=True)
    page.keyboard.press("Alt+r")
    expect(text).to_be_focused()
    page.keyboard.press("Alt+1")
    expect(text).to_have_value("Please see [[whom]] within a week.")
    page.keyboard.type("a **neurologist**")
    page.keyboard.press("Alt+p")
    preview = page.locator("#live-preview")
    expect(preview.locator("strong")).to_have_text("neurologist")
    expect(page.locator("#desk-kept")).to_contain_text("Kept on the server at")
    page.goto(f"/admin/consult/question/{question.pk}/change/")  # no question about unsaved words
    expect(page.get_by_label("Reply", exact=True)).to_have_value(
        "Please see a **neurologist** within a week."
    )
    page.get_by_label("Safety net").fill("Sudden weakness: call an ambulance.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Reply published")).to_be_visible()
    assert Question.objects.get(pk=question.pk).status == Status.ANSWERED
    assert DeskDraft.objects.count() == 0


def sign_in_again(window: Page, user: Any) -> None:
    """In the second window, which closes itself."""
    window.get_by_label("Username or e-mail").fill(user.username)
    window.get_by_label("Password").fill(PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_event("close")


def test_a_session_that_ended_costs_one_press(page: Page, question: Question, doctor: Any) -> None:
    page.goto(f"/admin/consult/question/{question.pk}/change/")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Reply", exact=True).fill("Please see a neurologist.")
    with page.expect_popup() as opened:
        page.locator("#desk-kept").get_by_role("button", name="Sign in").click()
    sign_in_again(opened.value, doctor.user)
    expect(page.locator("#desk-kept")).to_contain_text("Kept on the server at")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Safety net").fill("Sudden weakness: call an ambulance.")
    page.get_by_role("button", name="Publish reply").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in").click()
    sign_in_again(opened.value, doctor.user)
    expect(page.get_by_text("Reply published")).to_be_visible()
    assert question.replies.get().text == "Please see a neurologist."

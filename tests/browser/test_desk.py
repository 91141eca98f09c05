"""From sign-in to a published reply and an approved thread, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from consult.models import Question, RedFlagRule, Status
from tests.factories import CauseFactory, QuestionFactory, ReplyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-long-test-password"


def sign_in(page: Page, user: Any) -> None:
    """Type name and password, press Enter: as a person does."""
    user.set_password(PASSWORD)
    user.save()
    page.goto("/admin/")
    page.get_by_label("Username or e-mail").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_two_clicks_from_sign_in_to_a_published_reply(
    width: int, open_context: Callable[..., BrowserContext], doctor: Any, neurology: Any
) -> None:
    question = QuestionFactory(specialty=neurology, title="Numb cheek")
    page = open_context(viewport={"width": width, "height": 844}).new_page()
    sign_in(page, doctor.user)
    page.get_by_role("button", name="Answer the one that has waited longest").click()
    expect(page.get_by_role("heading", name="Numb cheek")).to_be_visible()
    page.get_by_label("Reply", exact=True).fill("Please see a neurologist.")
    page.get_by_label("Safety net").fill("Sudden weakness: call an ambulance.")
    page.get_by_role("button", name="Publish reply").click()
    expect(page.get_by_text("Reply published")).to_be_visible()
    assert Question.objects.get(pk=question.pk).status == Status.ANSWERED


def test_the_keyboard_is_enough(
    open_context: Callable[..., BrowserContext], doctor: Any, neurology: Any
) -> None:
    question = QuestionFactory(specialty=neurology)
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, doctor.user)
    page.get_by_role("button", name="Answer the one that has waited longest").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reply", exact=True).focus()
    page.keyboard.type("Please see a neurologist.")
    page.keyboard.press("Tab")
    page.keyboard.type("Sudden weakness: call an ambulance.")
    publish = page.get_by_role("button", name="Publish reply")
    for _press in range(20):
        page.keyboard.press("Tab")
        if publish.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Reply published")).to_be_visible()
    assert question.replies.published().count() == 1


def test_a_cause_is_added_by_search_and_the_editor_publishes(
    open_context: Callable[..., BrowserContext],
    doctor: Any,
    editor: Any,
    neurology: Any,
) -> None:
    question = QuestionFactory(specialty=neurology, title="Numb cheek")
    cause = CauseFactory(name="Trapped nerve", group__page__warning_signs="A weak hand: go to hospital.")
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, doctor.user)
    page.goto(f"/admin/consult/question/{question.pk}/change/")
    page.get_by_label("Reply", exact=True).fill("It may be a trapped nerve.")
    page.get_by_label("Safety net").fill("Sudden weakness: call an ambulance.")
    page.locator(".cause-panel .select2-selection").first.click()
    page.keyboard.type("Trapped")
    page.get_by_role("option", name="Trapped nerve").click()
    expect(page.locator(".cause-panel .select2-selection").first).to_contain_text("Trapped nerve")
    net = "Sudden weakness: call an ambulance.\nA weak hand: go to hospital."
    expect(page.get_by_label("Safety net")).to_have_value(net)
    page.locator(".cause-panel .select2-selection__choice__remove").first.click()
    expect(page.get_by_label("Safety net")).to_have_value("Sudden weakness: call an ambulance.")
    # Pasted from where another sign ends a line.
    page.get_by_label("Safety net").fill(net.replace("\n", "\u2028"))
    page.locator(".cause-panel .select2-selection").first.click()
    page.keyboard.type("Trapped")
    page.get_by_role("option", name="Trapped nerve").click()
    expect(page.get_by_label("Safety net")).to_have_value(net.replace("\n", "\u2028"))
    page.get_by_text("Consents, e-mail and timeline").click()
    expect(page.get_by_text("A doctor may read and answer my question")).to_be_visible()
    page.get_by_role("button", name="Publish reply").click()
    expect(page.get_by_text("Reply published")).to_be_visible()
    reply = question.replies.get()
    assert (reply.cause_links.confirmed().get().cause, reply.safety_net) == (cause, net)
    editors = open_context(viewport={"width": 390, "height": 844}).new_page()
    sign_in(editors, editor)
    editors.get_by_role("link", name="Awaiting your approval").first.click()
    editors.get_by_role("link", name="Numb cheek").click()
    editors.get_by_role("button", name="Approve and publish").click()
    expect(editors.get_by_text("Published:")).to_be_visible()
    editors.locator(".messagelist a").first.click()
    expect(editors.get_by_role("heading", level=1, name="Numb cheek")).to_be_visible()
    expect(editors.get_by_role("link", name="Trapped nerve").first).to_be_visible()


def test_a_name_repeated_in_the_reply_is_caught_at_approval(
    open_context: Callable[..., BrowserContext], editor: Any, neurology: Any
) -> None:
    question = ReplyFactory(
        question__specialty=neurology,
        question__title="Numb cheek",
        question__body="My daughter Maria has a numb cheek.",
        text="dear maria, rest for a week.",
    ).question
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, editor)
    page.goto(f"/admin/consult/question/{question.pk}/approve/")
    expect(page.get_by_text("maria", exact=True)).to_be_visible()
    expect(page.get_by_text("the name stands elsewhere in this case")).to_be_visible()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Change the reply, or say that these names may be public.").first).to_be_visible()
    question.refresh_from_db()
    assert question.published_at is None
    page.get_by_label("I have read the names repeated").check()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Published:")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_screens(
    width: int,
    open_context: Callable[..., BrowserContext],
    doctor: Any,
    editor: Any,
    neurology: Any,
    accessible: Any,
) -> None:
    question = QuestionFactory(specialty=neurology)
    answered = ReplyFactory(question__specialty=neurology).question
    # axe itself writes inline styles while it measures; the other tests walk under the real policy.
    page = open_context(viewport={"width": width, "height": 844}, bypass_csp=True).new_page()
    sign_in(page, doctor.user)
    accessible(page)
    for address in ("/admin/consult/question/", f"/admin/consult/question/{question.pk}/change/"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1).last).to_be_visible()
        accessible(page)
    editors = open_context(viewport={"width": width, "height": 844}, bypass_csp=True).new_page()
    sign_in(editors, editor)
    for address in ("", f"{answered.pk}/approve/", f"{answered.pk}/similar/"):
        editors.goto(f"/admin/consult/question/{address}")
        expect(editors.get_by_role("heading", level=1).last).to_be_visible()
        accessible(editors)
    editors.goto("/admin/consult/doctor/")
    accessible(editors)
    cut_off = (
        "[...document.querySelectorAll('.results')].some(table => table.scrollWidth > table.clientWidth)"
    )
    assert editors.evaluate(cut_off) is False


def test_the_enter_key_neither_publishes_nor_sends(
    open_context: Callable[..., BrowserContext], doctor: Any, editor: Any, neurology: Any
) -> None:
    answered = ReplyFactory(question__specialty=neurology).question
    waiting = QuestionFactory(specialty=neurology)
    CauseFactory(name="Trapped nerve")
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, editor)
    page.goto(f"/admin/consult/question/{answered.pk}/approve/")
    page.get_by_label("Title", exact=True).press("Enter")
    expect(page.get_by_text("Nothing of the question is changed.")).to_be_visible()
    doctors = open_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(doctors, doctor.user)
    doctors.goto(f"/admin/consult/question/{waiting.pk}/change/")
    doctors.get_by_label("Reply", exact=True).fill("Half a thought")
    doctors.locator("#desk-form").evaluate("form => form.requestSubmit(form.querySelector('button'))")
    expect(doctors.get_by_text("Draft saved.")).to_be_visible()
    assert set(Question.objects.values_list("status", flat=True)) == {Status.ANSWERED, Status.WAITING}


def test_a_rule_cannot_be_removed_by_one_editor(
    open_context: Callable[..., BrowserContext], editor: Any
) -> None:
    page = open_context(viewport={"width": 1280, "height": 844}).new_page()
    sign_in(page, editor)
    page.goto("/admin/consult/redflagrule/")
    page.get_by_role("link", name="Severe burn").click()
    assert page.get_by_role("link", name="Delete").count() == 0
    page.get_by_label("Why this change").fill("Never fires")
    page.get_by_role("button", name="Propose to retire this rule").click()
    expect(page.get_by_role("heading", name="Dry run on past questions")).to_be_visible()
    assert page.get_by_role("button", name="put it in force").count() == 0
    assert RedFlagRule.objects.get(name="Severe burn").is_active is True

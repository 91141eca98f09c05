"""An old man with chest pain stands first and red in the doctor's queue until somebody has looked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from consult.models import ConsentWording, OutboxMessage
from consult.question.actions.ask import ask_question
from tests.browser.test_desk import sign_in
from tests.factories import QuestionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RED = "rgb(179, 38, 30)"


def ask_as_an_old_man(neurology: Any) -> Any:
    """Ask, as the last step of the form does; return question and token."""
    return ask_question(
        fields={
            "title": "Pressure since this morning",
            "body": "I have chest pain and my left arm is heavy. I am alone.",
            "display_name": "Oak",
            "age_range": "65+",
            "sex": "male",
            "specialty": neurology,
        },
        consents=ConsentWording.objects.current().values(),
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_he_stands_first_and_red_until_somebody_has_looked(
    width: int,
    open_context: Callable[..., BrowserContext],
    doctor: Any,
    editor: Any,
    neurology: Any,
    accessible: Any,
) -> None:
    QuestionFactory(specialty=neurology, asked_at=timezone.now() - timedelta(days=30), title="Waits longest")
    question, _token = ask_as_an_old_man(neurology)
    assert OutboxMessage.objects.filter(kind="staff_alert", question=question).count() == 1
    # axe itself writes inline styles while it measures.
    page = open_context(viewport={"width": width, "height": 844}, bypass_csp=True).new_page()
    sign_in(page, doctor.user)
    expect(page.get_by_role("link", name="1 Danger, not looked at")).to_be_visible()
    expect(page.get_by_role("button", name="Answer the most urgent one")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Waiting in your specialties").first.click()
    first = page.locator("#result_list tbody tr").first
    expect(first).to_contain_text("Pressure since this morning")
    expect(first).to_contain_text("65 and over, male")
    badge = first.locator(".badge-now")
    expect(badge).to_contain_text("Now: pressure on the chest and a heavy arm, chest pain")
    expect(badge).to_have_css("background-color", RED)
    expect(first.locator("q").first).to_contain_text("chest pain")
    accessible(page)
    first.get_by_role("link").click()
    expect(page.locator(".danger-box q").first).to_contain_text("chest pain")
    accessible(page)
    page.get_by_role("button", name="I have looked at it").click()
    expect(page.get_by_text("Noted: you have looked")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_role("link", name="0 Danger, not looked at")).to_be_visible()


def test_his_own_page_shows_whom_to_call(
    open_context: Callable[..., BrowserContext], neurology: Any, accessible: Any
) -> None:
    _question, token = ask_as_an_old_man(neurology)
    page = open_context(viewport={"width": 390, "height": 844}, bypass_csp=True).new_page()
    page.goto(f"/case/{token}/")
    expect(page.get_by_role("link", name="Call 999 for an ambulance")).to_be_visible()
    accessible(page)

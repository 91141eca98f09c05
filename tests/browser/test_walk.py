"""The whole main path in a real browser: ask, reply with a cause, approve, read the public thread."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from consult.models import Question
from portal.demo.sign_ins import SIGN_INS
from tests.browser.conftest import DESKTOP, PHONE

# It fills the whole demo site.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(360)]

TITLE = "One side of my face is wasting away and has a sunken dent"
BODY = (
    "For two years one side of my face has been wasting away. There is a sunken dent in the middle of my face. The "
    "nerve twitches by itself and the face goes numb in the cold. Could it be a syndrome, and "
    "which doctor should I see?"
)
REPLY = "This may be a slow loss of tissue on one side of the face. Please see a neurologist."


@pytest.fixture
def demo(live_server: Any, cov: Any) -> None:
    """The demo site, with its reference pages and answered questions; test_seed_demo.py fills it under the tracer."""
    call_command("build_encoder", verbosity=0)
    if cov:
        cov.stop()
    call_command("seed_demo")
    if cov:
        cov.start()


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Return a function that keeps a picture of the page at both widths in WALK_PICTURES, if that is set."""
    folder = os.environ.get("WALK_PICTURES", "")

    def take(page: Page, name: str) -> None:
        if not folder:
            return
        before = page.viewport_size
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
        page.set_viewport_size(before or DESKTOP)

    return take


def sign_in(page: Page, role: str) -> None:
    """Sign in as the demo's doctor or editor."""
    who = next(entry for entry in SIGN_INS if entry.role == role)
    page.goto("/admin/")
    page.locator("input[name=login]").fill(who.username)
    page.locator("input[name=password]").fill(who.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()


def ask(page: Page) -> str:
    """Post the question as a patient on a phone; return the address of the private case."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Ask your question").click()
    page.get_by_role("link", name="It is not an emergency: start").click()
    continue_ = page.get_by_role("button", name="Continue", exact=True)
    page.get_by_label("Me", exact=True).check()
    continue_.click()
    page.get_by_label("Age (optional)").select_option("20 to 29")
    page.get_by_label("Female", exact=True).check()
    continue_.click()
    page.get_by_label("What you feel or see").fill(BODY)
    page.get_by_label("Your question in one line").fill(TITLE)
    continue_.click()
    for _optional in range(4):
        continue_.click()
    page.get_by_label("Which kind of doctor should answer?").select_option("Neurology")
    continue_.click()
    continue_.click()
    page.get_by_role("button", name="Continue with my question").click()
    page.get_by_label("I agree that a doctor on this site reads").check()
    page.get_by_label("I agree that my question and the reply are published").check()
    page.get_by_role("button", name="Send my question").click()
    page.get_by_role("link", name="Open my case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url


def reply(page: Page, question: Question) -> None:
    """Reply at the desk, ticking the cause that the engine proposes."""
    page.goto(f"/admin/consult/question/{question.pk}/change/")
    page.get_by_label("Reply", exact=True).fill(REPLY)
    page.get_by_label("Safety net").fill("Sudden weakness of one side of the face")
    page.get_by_label("More info").fill(
        "A specialist will look at the skin, the fat and the muscle under it."
    )
    page.get_by_role("checkbox", name="Parry-Romberg syndrome").check()
    page.get_by_role("button", name="Publish reply").click()


def test_from_question_to_public_thread(
    demo: None,
    phone: Page,
    open_context: Callable[..., Any],
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    case = ask(phone)
    question = Question.objects.get(title=TITLE)
    picture(phone, "case-waiting")

    doctor = open_context(viewport=DESKTOP).new_page()
    sign_in(doctor, "doctor")
    picture(doctor, "desk")
    reply(doctor, question)
    phone.goto(case)
    expect(phone.get_by_text(REPLY)).to_be_visible()
    picture(phone, "case-answered")
    assert phone.goto(f"/questions/{question.pk}/").status == 404

    editor = open_context(viewport=DESKTOP).new_page()
    sign_in(editor, "editor")
    editor.goto("/admin/consult/question/")
    editor.get_by_role("link", name=TITLE).click()
    picture(editor, "approval")
    editor.get_by_role("button", name="Approve and publish").click()

    phone.goto(f"/questions/{question.pk}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    picture(phone, "thread")
    accessible(phone)
    expect(phone.locator(".reply")).to_contain_text(REPLY)
    expect(phone.locator(".reply")).to_contain_text("Sudden weakness of one side of the face")
    expect(phone.locator(".more-info")).to_contain_text("A specialist will look at the skin")
    expect(phone.locator(".more-info .passage h4")).to_have_text("Parry-Romberg syndrome")
    expect(phone.locator(".similar .question-card")).to_have_count(4)
    expect(phone.locator(".similar .reason")).to_have_count(4)
    expect(phone.get_by_role("heading", name="Related FAQ")).to_be_visible()

    phone.locator(".causes").get_by_role("link", name="Parry-Romberg syndrome").click()
    assert phone.url.endswith("/conditions/facial-muscle-loss/#parry-romberg-syndrome")
    cause = phone.locator("#parry-romberg-syndrome")
    expect(cause).to_be_in_viewport()
    expect(phone.get_by_role("main")).to_contain_text(TITLE)
    picture(phone, "reference-page")

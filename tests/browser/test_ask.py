"""The way to ask, at phone width, with and without JavaScript, and what axe says of every page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from consult.events import question_changed
from consult.models import Question
from tests.factories import SpecialtyFactory, public_question

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go_on(page: Page, button: str = "Continue") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def walk(page: Page, look: Callable[[Page], Any]) -> None:
    """Ask for a child, page by page, looking at each."""
    page.goto("/ask/")
    look(page)
    page.get_by_role("link", name="It is not an emergency: start").click()
    look(page)
    page.get_by_label("My child").check()
    go_on(page)
    look(page)
    page.get_by_label("Age (optional)").select_option("5 to 12")
    page.get_by_label("Male", exact=True).check()
    go_on(page)
    look(page)
    page.get_by_role("checkbox").check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What is happening with your child?")
    go_on(page)
    expect(page).to_have_title(re.compile("^Error: "))
    look(page)
    page.get_by_label("What you and your child notice").fill("His ear hurts at night and he hears less.")
    page.get_by_label("Your question in one line").fill("Why does my child's ear hurt at night?")
    go_on(page)
    for _page in range(4):
        look(page)
        page.get_by_role("textbox").fill("Some words")
        go_on(page)
    look(page)
    page.get_by_label("Neurology").check()
    go_on(page)
    look(page)
    name = page.get_by_label("Display name")
    before = name.input_value()
    page.get_by_label("E-mail (optional)").fill("parent@family.example")
    while name.input_value() == before:
        page.get_by_role("button", name="Suggest another name").click()
    expect(page.get_by_label("E-mail (optional)")).to_have_value("parent@family.example")
    # Enter goes on, and does not take the name away.
    name.fill("Tidal Moth")
    name.press("Enter")
    if "/similar/" in page.url:
        look(page)
        go_on(page, "Continue with my question")
    look(page)
    go_on(page, "Send my question")
    look(page)
    # What catches programs is met by no eye, screen reader or key.
    expect(page.locator("[name=second_line]")).to_be_hidden()
    page.get_by_label("I agree that a doctor on this site reads").check()
    go_on(page, "Send my question")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your question has arrived")
    look(page)
    page.get_by_role("link", name="Open my case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why does my child's ear hurt at night?")
    look(page)
    question = Question.objects.get()
    assert (question.about, question.age_range, question.sex) == ("child", "5-12", "male")
    assert question.display_name == "Tidal Moth"
    assert sorted(question.consents.values_list("kind", flat=True)) == ["answer", "guardian"]


def test_asking_on_a_phone(phone, accessible):
    SpecialtyFactory()
    walk(phone, accessible)


def test_asking_without_javascript(phone_without_javascript):
    SpecialtyFactory()
    walk(phone_without_javascript, lambda page: None)


def test_asking_at_a_desk(desktop, accessible):
    SpecialtyFactory()
    walk(desktop, accessible)


def interrupted(page: Page, look: Callable[[Page], Any]) -> None:
    """Words of an emergency and an e-mail address: both interrupt, nothing typed is lost."""
    page.goto("/ask/who/")
    page.get_by_label("Me", exact=True).check()
    go_on(page)
    page.goto("/ask/what/")
    page.get_by_label("What you feel or see").fill("I have crushing chest pain. Write to ada@home.example.")
    page.get_by_label("Your question in one line").fill("Is my chest pain dangerous?")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Please read this first")
    look(page)
    go_on(page, "I have read this, continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("When did it begin? (optional)")
    page.goto("/ask/name/")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Does this show who you are?")
    expect(page.locator("mark")).to_contain_text("ada@home.example")
    look(page)
    go_on(page, "Remove all of these")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.get_by_text("Write to [e-mail address removed].")).to_be_visible()
    look(page)
    page.goto("/ask/")
    expect(page.get_by_text("You have a question that you have not sent yet")).to_be_visible()
    look(page)
    go_on(page, "Delete it and start again")
    expect(page.get_by_role("link", name="It is not an emergency: start")).to_be_visible()


def test_interruptions_on_a_phone(phone, accessible):
    interrupted(phone, accessible)


def test_interruptions_without_javascript(phone_without_javascript):
    interrupted(phone_without_javascript, lambda page: None)


def test_a_closed_tab_loses_nothing_that_was_typed(open_context):
    context = open_context()
    page = context.new_page()
    page.goto("/ask/what/")
    with page.expect_response("**/ask/save/what/"):
        page.get_by_label("What you feel or see").press_sequentially("My cheek is num")
    page.close()
    page = context.new_page()
    page.goto("/ask/what/")
    expect(page.get_by_label("What you feel or see")).to_have_value("My cheek is num")


def test_answers_appear_below_the_question_while_it_is_written(phone, accessible):
    call_command("build_encoder", verbosity=0)
    numb = public_question(
        title="My cheek goes numb on the bicycle", body="My left cheek goes numb in cold wind."
    )
    question_changed.send(sender=Question, question=numb)
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url))
    phone.goto("/ask/what/")
    said = phone.get_by_role("status")
    expect(said).to_have_text("")
    with phone.expect_response("**/ask/similar/live/") as short:
        phone.get_by_label("What you feel or see").press_sequentially("My cheek")
    assert short.value.status == 204
    with phone.expect_response("**/ask/similar/live/") as long:
        phone.get_by_label("Your question in one line").fill("Why does my cheek go numb in cold wind?")
    assert long.value.status == 200
    expect(said).to_have_text("Below are answers and pages that may already help you.")
    expect(phone.get_by_role("link", name=numb.title, exact=True)).to_be_visible()
    accessible(phone)
    assert len([address for address in sent if address.endswith("/ask/similar/live/")]) == 2
    stored = phone.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "cheek" not in stored
    phone.get_by_role("button", name=re.compile("This answers my question")).click()
    expect(phone).to_have_url(re.compile(numb.get_absolute_url()))

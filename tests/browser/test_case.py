"""The private case at phone width, with and without JavaScript, and what axe says of every page."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consult.desk.actions.reply import answer_followup, publish_reply, request_information
from consult.models import CaseLink, Contact, FollowUp, Question, Reply
from consult.models.case_link import mailed_link_expiry
from consult.notifications.unsubscribing import unsubscribe_path
from tests.factories import QuestionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def live(page: Page, look, doctor) -> None:
    """A case from "more information" to "erased"."""
    contact = Contact.objects.create(email="ada@home.example")
    question: Any = QuestionFactory(
        title="Why does my cheek go numb?", contact=contact, specialty=doctor.specialties.get()
    )
    request_information(question=question, message="Since when, and on which side?", actor=doctor.user)
    page.goto(f"/case/{CaseLink.to_case(question)}/")
    look(page)
    page.get_by_role("link", name="Answer now").click()
    look(page)
    page.get_by_label("Your answer").fill("Since May, on the left.")
    press(page, "Send my answer")
    expect(page.get_by_text("Waiting for a doctor.")).to_be_visible()

    page.get_by_role("link", name="Change my question").click()
    look(page)
    page.get_by_label("What is happening").fill("")
    press(page, "Save my changes")
    look(page)
    page.get_by_label("What is happening").fill(
        "My left cheek goes numb in the wind.\n\nMy name is Ada Lovelace."
    )
    page.get_by_label("Age (optional)").select_option(label="13 to 17")
    press(page, "Save my changes")
    expect(page.get_by_role("alert")).to_contain_text("parent or guardian agrees")
    look(page)
    page.get_by_label("I am the parent or legal guardian").check()
    press(page, "Save my changes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Does this show who you are?")
    look(page)
    press(page, "Remove all of these")
    expect(page.get_by_text("The marked words are taken out.")).to_be_visible()
    look(page)
    press(page, "Save my changes")
    expect(page.get_by_text("My left cheek goes numb in the wind.")).to_be_visible()
    expect(page.get_by_text("My name is [name removed].")).to_be_visible()
    expect(page.get_by_text("13 to 17")).to_be_visible()

    question = Question.objects.get()
    reply = Reply.objects.create(
        question=question,
        doctor=doctor,
        specialty=question.specialty,
        text="It is the cold.",
        safety_net="your mouth droops",
    )
    publish_reply(reply=reply, actor=doctor.user)
    page.reload()
    look(page)
    page.get_by_role("link", name="Send a follow-up message").click()
    look(page)
    page.get_by_label("Your message").fill("I feel so low that I want to kill myself.")
    press(page, "Send my message")
    expect(page.get_by_text("116 123")).to_be_visible()
    look(page)
    press(page, "Send my message")
    expect(page.get_by_text("Your follow-up has arrived.")).to_be_visible()
    answer_followup(
        followup=FollowUp.objects.latest("pk"), answer="Please call now.", doctor=doctor, actor=doctor.user
    )
    page.reload()
    expect(page.get_by_text("Please call now.")).to_be_visible()
    press(page, "Take back publication")
    expect(page.get_by_text("You have not agreed to publication")).to_be_visible()
    press(page, "I agree to publication")
    expect(page.get_by_text("You agreed to publication").first).to_be_visible()
    look(page)
    case = page.url
    for name in ("data", "withdraw"):
        page.goto(f"{case}{name}/")
        look(page)
    page.goto(f"/cases/{CaseLink.to_all_cases(contact, expires_at=mailed_link_expiry())}/")
    look(page)
    page.get_by_role("link", name="Why does my cheek go numb?").click()
    page.goto(unsubscribe_path(contact))
    look(page)
    press(page, "Stop the e-mails")
    look(page)
    page.goto(f"{case}email/")
    look(page)
    page.goto(f"{case}erase/")
    press(page, "Erase everything")
    look(page)
    page.get_by_label("I am sure").check()
    press(page, "Erase everything")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your case is erased")
    look(page)
    page.goto(case)
    expect(page.get_by_text("Why does my cheek go numb?")).to_have_count(0)
    page.goto("/case/find/")
    look(page)
    page.get_by_label("E-mail").fill("ada@home.example")
    press(page, "Send me a link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    look(page)
    assert Question.objects.count() == 0


def test_a_case_on_a_phone(phone, accessible, doctor):
    live(phone, accessible, doctor)


def test_a_case_without_javascript(phone_without_javascript, doctor):
    live(phone_without_javascript, lambda page: None, doctor)

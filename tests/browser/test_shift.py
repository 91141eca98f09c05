"""A whole shift: from the alert to an approved thread, its correction, a changed reference, a follow-up, an opinion."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from consult.models import ConsentWording, OutboxMessage, Question
from consult.question.actions.ask import ask_question
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_case import press
from tests.conditions.test_changed_references import TOLD, reworded
from tests.consult.desk.team.conftest import a_doctor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NET = "Sudden weakness of an arm: call an ambulance."


@pytest.fixture
def person(open_context: Callable[..., BrowserContext], live_server: Any) -> Callable[..., Page]:
    """Return a function that opens somebody's own browser, on the first page of the admin when a user is given.

    Other tests type the password: four times it would take longer than all the rest.
    """

    def open_(user: Any = None, **options: Any) -> Page:
        context = open_context(**{"viewport": DESKTOP, **options})
        page = context.new_page()
        if user:
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            page.goto("/admin/")
        return page

    return open_


def claim_first(page: Page, question: Question) -> None:
    """Press the one button of the first page."""
    page.goto("/admin/")
    page.locator(".next-up button").click()
    expect(page.get_by_role("heading", level=1, name=question.title)).to_be_visible()
    expect(page.get_by_role("button", name="Give it back", exact=True)).to_be_visible()


def ask_for_more(page: Page) -> None:
    page.locator("summary", has_text="Ask for more information").click()
    page.get_by_label("What do you need to know?").fill("Since when?")
    press(page, "Ask the patient")
    expect(page.get_by_text("The patient is asked for more information.")).to_be_visible()


def reply_with_snippet_and_cause(page: Page) -> None:
    """A press on "Publish" without a safety net is refused; the second one publishes what the cause filled in."""
    expect(page.get_by_text("Since this morning.")).to_be_visible()
    page.get_by_role("button", name="See somebody").click()
    page.keyboard.type("a nuerologist")
    page.get_by_label("Bell's palsy", exact=True).check()
    page.get_by_label("Safety net").fill("")
    press(page, "Publish reply")
    expect(page.locator(".errornote")).to_contain_text("The warning signs of the causes you ticked")
    expect(page.get_by_label("Safety net")).to_have_value(NET)
    press(page, "Publish reply")
    expect(page.get_by_text("Reply published")).to_be_visible()


def approve(page: Page, question: Question, button: str) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Awaiting your approval").first.click()
    page.get_by_role("link", name=question.title).click()
    press(page, button)
    expect(page.get_by_text("Published:")).to_be_visible()


def correct_typo(page: Page, question: Question) -> None:
    page.goto(f"/admin/consult/question/{question.pk}/change/?reply={question.replies.get().pk}")
    text = page.get_by_label("Reply", exact=True)
    text.fill(text.input_value().replace("nuerologist", "neurologist"))
    press(page, "Save, and ask an editor to approve the change")
    expect(page.get_by_text("Correction saved.")).to_be_visible()


def confirm_reference(page: Page, question: Question) -> None:
    """The words of a cited cause have changed: the doctor reads how, and lets the reply stand."""
    page.goto("/admin/")
    part = page.locator("section[aria-labelledby=part-changed]")
    part.get_by_role("link", name=question.title).click()
    expect(page.get_by_text("within hours").first).to_be_visible()
    press(page, "The reply holds: keep what it cites")
    expect(page.get_by_text("Confirmed: the reply holds as it stands.")).to_be_visible()


def write_again(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("link", name="Send a follow-up message").click()
    page.get_by_label("Your message").fill("Will it come back?")
    press(page, "Send my message")
    expect(page.get_by_text("Your follow-up has arrived.")).to_be_visible()


def ask_colleague(page: Page, question: Question, name: str) -> None:
    page.goto(f"/admin/consult/question/{question.pk}/change/")
    page.locator("summary", has_text="Ask for a second opinion").click()
    page.get_by_label("Ask", exact=True).select_option(label=name)
    page.get_by_label("What would you like to know?").fill("How often does it come back?")
    press(page, "Ask")
    expect(page.get_by_text("Not given yet.")).to_be_visible()


def give_view(page: Page) -> None:
    page.get_by_role("link", name="1 second opinion is asked of you").click()
    page.locator("main a[href*='/opinions/']").first.click()
    page.get_by_label("Your view").fill("In one of ten.")
    press(page, "Give this view")


def answer_follow_up(page: Page) -> None:
    page.reload()
    expect(page.get_by_text("In one of ten.")).to_be_visible()
    page.get_by_label("Your answer").fill("Rarely: in one of ten people.")
    press(page, "Send this answer")
    expect(page.get_by_text("Follow-up answered")).to_be_visible()


def test_a_whole_shift(
    person: Callable[..., Page], palsy: Any, doctor: Any, editor: Any, neurology: Any
) -> None:
    question, token = ask_question(
        fields={
            "title": "Is it Bell's palsy?",
            "body": "My face hangs on one side and I have chest pain.",
            "display_name": "Oak",
            "specialty": neurology,
        },
        consents=ConsentWording.objects.current().values(),
    )
    assert OutboxMessage.objects.filter(kind="staff_alert", question=question).count() == 1
    case = f"/case/{token}/"
    doctors, patient, editors, reader = person(doctor.user), person(viewport=PHONE), person(editor), person()
    expect(doctors.get_by_role("link", name="1 Danger, not looked at")).to_be_visible()
    claim_first(doctors, question)
    ask_for_more(doctors)

    patient.goto(case)
    patient.get_by_role("link", name="Answer now").click()
    patient.get_by_label("Your answer").fill("Since this morning.")
    press(patient, "Send my answer")

    claim_first(doctors, question)
    reply_with_snippet_and_cause(doctors)
    approve(editors, question, "Approve and publish")
    reader.goto(question.get_absolute_url())
    for words in ("Please see a nuerologist within a week.", NET, "Half of the face becomes weak."):
        expect(reader.get_by_text(words).first).to_be_visible()

    correct_typo(doctors, question)
    reader.reload()
    expect(reader.get_by_text("Please see a nuerologist within a week.")).to_be_visible()
    approve(editors, question, "Approve the new reply")
    reader.reload()
    expect(reader.get_by_text("Please see a neurologist within a week.")).to_be_visible()

    reworded(palsy.page, "Half of the face becomes weak within hours.")
    reader.reload()
    expect(reader.get_by_text(TOLD)).to_be_visible()
    confirm_reference(doctors, question)
    reader.reload()
    expect(reader.get_by_text("Half of the face becomes weak.").first).to_be_visible()
    expect(reader.get_by_text(TOLD)).to_have_count(0)

    write_again(patient, case)
    colleague = a_doctor("colleague", neurology)
    ask_colleague(doctors, question, colleague.name)
    give_view(person(colleague.user))
    answer_follow_up(doctors)
    patient.goto(case)
    expect(patient.get_by_text("Rarely: in one of ten people.")).to_be_visible()
    for page in (patient, reader):
        page.reload()
        expect(page.get_by_text("In one of ten.", exact=True)).to_have_count(0)

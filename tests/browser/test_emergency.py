"""The emergency page on a phone: readable, one tap from a call, also without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_page_is_accessible_and_its_numbers_can_be_hit(
    phone: Page, accessible: Callable[[Page], None]
) -> None:
    phone.goto("/emergency/")

    accessible(phone)
    expect(phone.get_by_role("heading", level=2).first).to_contain_text("Call 999 now if somebody:")
    heights = [box["height"] for link in phone.locator("a.call").all() if (box := link.bounding_box())]
    assert len(heights) == 6
    assert min(heights) >= 40
    large = [box["height"] for link in phone.locator("a.call-button").all() if (box := link.bounding_box())]
    assert len(large) == 4
    assert min(large) >= 60


@pytest.fixture
def stopped(phone: Page) -> Callable[[str], Page]:
    """Return a function that types a text on the way to ask and returns the page that stops it."""

    def stop(text: str) -> Page:
        phone.goto("/ask/what/")
        phone.get_by_label("What you feel or see").fill(text)
        phone.get_by_label("Your question in one line").fill("What is it?")
        phone.get_by_role("button", name="Continue", exact=True).click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Please read this first")
        return phone

    return stop


def in_first_screen(page: Page, name: str, number: str) -> None:
    """Assert that a large button that calls stands whole on the screen as it opened."""
    assert page.evaluate("window.scrollY") == 0
    button = page.get_by_role("link", name=name).first
    expect(button).to_have_attribute("href", f"tel:{number}")
    expect(button).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    assert box is not None
    assert (box["height"] >= 60, box["width"] >= 280) == (True, True)


@pytest.mark.parametrize("path", ["/emergency/", "/ask/"])
def test_the_first_screen_of_a_phone_holds_a_button_that_calls(phone: Page, path: str) -> None:
    phone.goto(path)
    in_first_screen(phone, "Call 999 for an ambulance", "999")


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("presure in brest and left arm is hevy", "Call 999 for an ambulance", "999"),
        ("Chest pain, and I want to kill myself.", "Call 999 for an ambulance", "999"),
        ("I want to kill myself.", "Samaritans: 116 123", "116123"),
        ("My husband hits me.", "National Domestic Abuse Helpline: 0808 2000 247", "08082000247"),
        ("My left calf is swollen and red.", "Call NHS 111", "111"),
    ],
)
def test_the_stop_page_begins_with_a_button_that_calls(
    stopped: Callable[[str], Page], accessible: Callable[[Page], None], text: str, name: str, number: str
) -> None:
    page = stopped(text)
    in_first_screen(page, name, number)
    accessible(page)
    quiet = page.get_by_role("button", name="I have read this, continue")
    assert quiet.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_who_asks_under_age_may_go_on_to_a_confidential_line(
    phone: Page, accessible: Callable[[Page], None]
) -> None:
    phone.goto("/ask/who/")
    assert phone.locator("input[type=radio]:checked").count() == 0
    phone.get_by_label("Me", exact=True).check()
    phone.get_by_role("button", name="Continue", exact=True).click()
    phone.get_by_label("Age (optional)").select_option("13 to 17")
    phone.get_by_role("button", name="Continue", exact=True).click()
    in_first_screen(phone, "Childline: 0800 1111", "08001111")
    accessible(phone)


def test_crisis_help_is_one_tap_away_without_javascript(phone_without_javascript: Page) -> None:
    page = phone_without_javascript
    page.goto("/emergency/")
    page.get_by_role(
        "link", name="If you think of suicide or of hurting yourself, talk to somebody now"
    ).click()

    expect(page.get_by_role("link", name="Samaritans: 116 123")).to_be_in_viewport()

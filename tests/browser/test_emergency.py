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


def test_crisis_help_is_one_tap_away_without_javascript(phone_without_javascript: Page) -> None:
    page = phone_without_javascript
    page.goto("/emergency/")
    page.get_by_role(
        "link", name="If you think of suicide or of hurting yourself, talk to somebody now"
    ).click()

    expect(page.get_by_role("link", name="Samaritans: 116 123")).to_be_in_viewport()

"""The header: one row at every width, with a menu on a phone and a search box where there is room."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ONE_ROW = 72
"""Pixels."""


@pytest.mark.parametrize("width", [320, 390, 600, 800, 992, 1280])
def test_it_takes_one_row_at_every_width(
    open_context: Callable[..., BrowserContext], accessible: Callable[[Page], None], width: int
) -> None:
    page = open_context(viewport={"width": width, "height": 700}).new_page()
    page.goto("/doctors/")
    box = page.locator(".site-header").bounding_box()
    assert box is not None
    assert box["height"] <= ONE_ROW
    accessible(page)


def test_the_menu_opens_without_javascript(phone_without_javascript: Page) -> None:
    page = phone_without_javascript
    page.goto("/questions/")
    expect(page.get_by_role("link", name="Doctors", exact=True)).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Doctors").click()
    expect(page).to_have_url(re.compile("/doctors/$"))


def test_an_open_menu_is_accessible(phone: Page, accessible: Callable[[Page], None]) -> None:
    phone.goto("/doctors/")
    phone.get_by_text("Menu", exact=True).click()
    accessible(phone)


def test_a_phone_leads_to_the_search_page(phone_without_javascript: Page) -> None:
    page = phone_without_javascript
    page.goto("/doctors/")
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_a_wide_screen_searches_from_any_page(open_context: Callable[..., BrowserContext]) -> None:
    page = open_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False).new_page()
    page.goto("/doctors/")
    page.get_by_label("Search the whole site").fill("numb cheek")
    page.get_by_role("button", name="Search the whole site").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=numb\+cheek$"))
    expect(page.get_by_role("searchbox")).to_have_value("numb cheek")


@pytest.mark.parametrize("address", ["/", "/questions/", "/search/"])
def test_a_page_with_a_search_box_of_its_own_has_no_second(desktop: Page, address: str) -> None:
    desktop.goto(address)
    expect(desktop.get_by_role("searchbox")).to_have_count(1)

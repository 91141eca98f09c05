"""Public pages in a real browser: accessible, within the width of a phone, light, printable."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from tests.portal.world import World, world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KILOBYTE = 1024
PAGE_BUDGET = 120 * KILOBYTE
REQUEST_BUDGET = 8


@pytest.fixture
def rows(db: Any) -> World:
    """A site in which everything leads to everything."""
    made = world(4)
    reply = made.questions[0].replies.get()
    reply.safety_net = "Sudden weakness on one side\nTrouble speaking"
    reply.more_info = "A longer explanation.\n\nIn two paragraphs."
    reply.save()
    return made


def addresses(rows: World) -> list[str]:
    """One address of every kind of page."""
    thread = rows.questions[0].get_absolute_url()
    reply = rows.questions[0].replies.get()
    return [
        "/",
        "/questions/",
        thread,
        f"{thread}print/",
        f"/questions/{rows.questions[0].pk}/replies/{reply.pk}/vote/",
        "/report/",
        "/specialties/",
        rows.specialty.get_absolute_url(),
        rows.topic.get_absolute_url(),
        "/doctors/",
        rows.doctor.get_absolute_url(),
        "/conditions/",
        rows.page.category.get_absolute_url(),
        rows.page.get_absolute_url(),
        "/how-it-works/",
        "/about/",
        "/privacy/",
        "/accounts/login/",
        "/nowhere/",
    ]


def test_every_page_is_accessible_on_a_phone(
    phone: Page, accessible: Callable[[Page], None], rows: World
) -> None:
    for address in addresses(rows):
        response = phone.goto(address)
        assert response is not None
        assert response.status == (404 if address == "/nowhere/" else 200), address
        accessible(phone)


def test_every_page_is_accessible_on_a_desktop(
    desktop: Page, accessible: Callable[[Page], None], rows: World
) -> None:
    for address in addresses(rows):
        response = desktop.goto(address)
        assert response is not None
        assert response.status == (404 if address == "/nowhere/" else 200), address
        accessible(desktop)


def test_letters_of_twice_the_size_push_no_page_sideways(phone: Page, rows: World) -> None:
    for address in addresses(rows):
        phone.goto(address)
        phone.evaluate("document.documentElement.style.fontSize = '200%'")
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert (address, width) == (address, phone.evaluate("window.innerWidth"))


def test_what_is_touched_is_large_enough(phone: Page, rows: World) -> None:
    for address in ("/", rows.questions[0].get_absolute_url()):
        phone.goto(address)
        phone.get_by_text("Menu").click()
        targets = phone.locator(
            "button, summary, .btn, .chip, .site-nav a, .strip a, .pager a, .site-header a"
        )
        for target in targets.filter(visible=True).all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, target.inner_text()


def test_the_first_press_of_tab_offers_the_main_content(phone: Page, rows: World) -> None:
    phone.goto("/questions/")
    phone.keyboard.press("Tab")
    expect(phone.locator(":focus")).to_have_text("Skip to main content")
    phone.keyboard.press("Enter")
    assert phone.url.endswith("#main")


def test_a_cause_link_lands_on_the_cause(phone: Page, rows: World) -> None:
    phone.goto(rows.questions[0].get_absolute_url())
    cause = rows.page.causes.in_order().first()
    phone.locator(".causes").get_by_role("link", name=cause.name, exact=True).click()
    expect(phone).to_have_url(re.compile(rf"{cause.get_absolute_url()}$"))
    expect(phone.locator(f"#{cause.slug}")).to_be_in_viewport()


def test_a_link_into_what_is_folded_opens_it_and_paper_gets_all_of_it(
    phone_without_javascript: Page, rows: World
) -> None:
    part = rows.page.causes.exclude(parent=None).first()
    assert part is not None
    rows.page.treatment = "Rest. " * 800
    rows.page.save()
    page = phone_without_javascript
    page.goto(rows.page.get_absolute_url())
    words = page.locator(f"#{part.slug} .prose")
    expect(words).to_be_hidden()
    page.emulate_media(media="print")
    expect(words).to_be_visible()
    page.emulate_media(media="screen")
    expect(words).to_be_hidden()
    page.goto(part.get_absolute_url())
    expect(words).to_be_in_viewport()
    page.locator(f"#{part.slug} .notes a").press("Enter")
    expect(page.locator(".sources li:target")).to_be_in_viewport()
    page.get_by_role("link", name=part.name, exact=True).last.press("Enter")
    expect(words).to_be_in_viewport()


def test_voting_works_without_javascript(phone_without_javascript: Page, rows: World) -> None:
    page, thread = phone_without_javascript, rows.questions[0].get_absolute_url()
    page.goto(thread)
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.get_by_label("What was missing?").fill("Which test?")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(f"{thread}$"))
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    assert list(rows.questions[0].replies.get().votes.values_list("helped", "missing")) == [
        (False, "Which test?")
    ]


def test_an_error_takes_the_focus_and_leads_to_its_field(
    phone: Page, accessible: Callable[[Page], None], rows: World
) -> None:
    phone.goto("/report/")
    phone.get_by_role("button", name="Send the report").click()
    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    accessible(phone)
    summary.get_by_role("link").click()
    expect(phone.get_by_label("It shows personal details")).to_be_focused()


def test_a_thread_is_light(open_context: Callable[..., BrowserContext], rows: World) -> None:
    """The bytes here are those before compression, which the test server does not do: more than a reader loads."""
    page = open_context().new_page()
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))
    page.goto(rows.questions[0].get_absolute_url(), wait_until="networkidle")
    assert len(loaded) <= REQUEST_BUDGET
    ours = [response for response in loaded if "bootstrap" not in response.url]
    assert sum(len(response.body()) for response in ours) <= PAGE_BUDGET


def test_a_thread_prints_on_at_most_two_sheets(
    open_context: Callable[..., BrowserContext], rows: World
) -> None:
    question = rows.questions[0]
    question.body = "My face aches when it is cold outside. " * 500
    question.save()
    page = open_context().new_page()
    page.goto(f"{question.get_absolute_url()}print/")
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2


def test_paper_gets_the_words_and_not_the_ways_through_the_site(desktop: Page, rows: World) -> None:
    desktop.emulate_media(media="print")
    for address in (rows.questions[0].get_absolute_url(), rows.page.get_absolute_url()):
        desktop.goto(address)
        expect(desktop.get_by_role("heading", level=1)).to_be_visible()
        for part in (".site-header", ".strip", ".breadcrumbs", ".layout-aside", ".site-footer-links", ".btn"):
            for element in desktop.locator(part).all():
                expect(element).to_be_hidden()
    desktop.goto(rows.questions[0].get_absolute_url())
    # White words on a background that printers leave out would be lost.
    expect(desktop.locator(".care-card-heading")).to_have_css("color", "rgb(0, 0, 0)")


def test_with_forced_colours_the_chosen_answer_can_be_seen(
    open_context: Callable[..., BrowserContext], db: Any
) -> None:
    page = open_context(viewport={"width": 390, "height": 844}, forced_colors="active").new_page()
    page.goto("/ask/who/")
    page.get_by_label("Me", exact=True).check()
    # The system draws it; a drawing of ours would be white on white.
    expect(page.get_by_label("Me", exact=True)).to_have_css("appearance", "auto")


def test_no_sign_stands_alone_where_the_way_to_a_page_takes_two_lines(phone: Page, rows: World) -> None:
    rows.page.title = "Causes of numbness in the hands, the feet and the face"
    rows.page.save()
    cause = rows.page.causes.first()
    assert cause is not None
    phone.goto(cause.asked_url)
    nav = phone.locator(".breadcrumbs")
    links = nav.locator("a")
    boxes = [link.bounding_box() for link in links.all()]
    first, _second, last = (box for box in boxes if box)
    # The last begins a line where the first does: what stands before it is outside, and cut off.
    assert (last["x"], last["y"] > first["y"]) == (first["x"], True)
    expect(nav).to_have_css("clip-path", "inset(-6px)")

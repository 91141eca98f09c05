"""A real Chromium against a real server.  Any script error or policy violation fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from conditions.related.upkeep.index import index_page
from consult.models import Snippet
from tests.factories import CauseFactory

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# For a rule that is off by default axe copies style sheets, which our policy refuses and Chromium reports.
WITHOUT_COPIED_STYLES = {"preload": {"assets": ["media"]}}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str:
    """Return the path of an installed Chromium, or fail: a browser test never skips."""
    candidates = [os.environ.get("CHROMIUM", ""), *(shutil.which(name) or "" for name in CHROMIUM_NAMES)]
    for path in candidates:
        if path and os.path.exists(path):
            return path
    raise RuntimeError("No Chromium found. Install the Debian package chromium, or set CHROMIUM to its path.")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium without a sandbox (CI runs as root) and without calls of its own to the outside."""
    return {
        "executable_path": find_chromium(),
        "headless": True,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    }


# A 4xx page is reported as a console error too; tests assert statuses themselves.  Leaving a page ends the request that
# is on its way, which htmx tells twice; a request that fails says "htmx:sendError".
EXPECTED = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")


@pytest.fixture
def open_context(browser: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a browser context whose pages resolve addresses on the live server."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def watch(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            problems.append(message.text)

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        context.set_default_timeout(10_000)
        context.on("console", watch)
        context.on("weberror", lambda error: problems.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A page of 390 px, as on a phone."""
    return open_context(viewport=PHONE, has_touch=True).new_page()


@pytest.fixture
def phone_without_javascript(open_context: Callable[..., BrowserContext]) -> Page:
    """The same without JavaScript."""
    return open_context(viewport=PHONE, java_script_enabled=False).new_page()


@pytest.fixture
def desktop(open_context: Callable[..., BrowserContext]) -> Page:
    """A page of 1280 px."""
    return open_context(viewport=DESKTOP).new_page()


@pytest.fixture
def palsy(doctor: Any) -> Any:
    """A cause with a warning sign that the engine proposes for a face that hangs, and a snippet of the doctor."""
    cause = CauseFactory(name="Bell's palsy", slug="palsy", text="Half of the face becomes weak.")
    cause.page.warning_signs = "Sudden weakness of an arm: call an ambulance."
    cause.page.save()
    index_page(cause.page)
    Snippet.objects.create(name="See somebody", text="Please see [[whom]] within a week.", doctor=doctor)
    return cause


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Return a function that asserts that axe finds no violation on the page, and no sideways scrolling."""

    def check(page: Page) -> None:
        results = Axe().run(page, options=WITHOUT_COPIED_STYLES)
        found = [
            f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}" for v in results.response["violations"]
        ]
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    return check

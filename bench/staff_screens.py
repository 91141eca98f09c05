"""Pictures of every screen that staff get, at 390 and 1280 px: python -m bench.staff_screens FOLDER [--only WORD ...]

The screens are those of tests/portal/roles/routes.py, each as the first of the roles that get it, over the rows that
its crawl walks.  Names what scrolls sideways, or what a browser complains of, and ends with an error where anything is.
Needs `make encoder var/static/collected`.
"""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.live_site import LiveSite, work_folder
from tests.portal.roles.routes import ADMIN

SCENE = """
import json
from conditions.related.upkeep.proposals import refresh
from tests.portal.roles.planted import plant
cast, rows = plant()
refresh()
print(json.dumps({"rows": rows, "cookies": {person.letter: person.cookies for person in cast}}))
"""
# A doctor of the specialty, a moderator, an editor, an administrator: whoever gets a screen first.
ROLES = "NMEAD"
WIDTHS = {390: 844, 1280: 900}
NO_SCREEN = re.compile(
    r"\.(csv|js)$|/(jsi18n|export|session|signed-in)/$|/autocomplete/|/markdown/$|/login/|/logout/"
)


@dataclass(frozen=True)
class Screen:
    """One address, and the letter of whose it is."""

    address: str
    who: str

    @property
    def name(self) -> str:
        """The name of its pictures."""
        words = re.sub(r"[^a-z0-9]+", "-", self.address.replace("/admin/", "", 1)).strip("-")
        return f"{words or 'first-page'}-{self.who}"


@dataclass
class Camera:
    """Takes the pictures; each person has one window."""

    browser: Browser
    site: LiveSite
    cookies: dict[str, str]
    folder: Path
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def window(self, who: str) -> BrowserContext:
        """The browser of this person, signed in."""
        if who not in self.contexts:
            context = self.browser.new_context(locale="en-GB")
            pairs = [each.partition("=") for each in self.cookies[who].split("; ")]
            found: Any = [
                {"name": name, "value": value, "url": self.site.address} for name, _sign, value in pairs
            ]
            context.add_cookies(found)
            self.contexts[who] = context
        return self.contexts[who]

    def take(self, screen: Screen) -> None:
        """The whole page in each width."""
        page = self.window(screen.who).new_page()
        page.on("console", lambda said: self._heard(screen, said.type, said.text))
        page.on("pageerror", lambda error: self._heard(screen, "error", str(error)))
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            answer = page.goto(self.site.address + screen.address)
            if answer is None or answer.status != 200:
                self.wrong.append(f"{screen.name}: answers {answer.status if answer else 'nothing'}")
                break
            if scrolls_sideways(page):
                self.wrong.append(f"{screen.name}: scrolls sideways at {width} px")
            # As high as the page is: what sticks to the bottom of a window would stand in the middle of the picture.
            page.set_viewport_size({"width": width, "height": max(height, page_height(page))})
            page.screenshot(path=self.folder / f"{screen.name}-{width}.png")
        page.close()

    def _heard(self, screen: Screen, kind: str, text: str) -> None:
        if kind == "error":
            self.wrong.append(f"{screen.name}: {text}")


def scrolls_sideways(page: Page) -> bool:
    """Whether something is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def page_height(page: Page) -> int:
    """How high the page is, in pixels."""
    return int(page.evaluate("document.documentElement.scrollHeight"))


def screens(rows: dict[str, Any], only: list[str]) -> Iterator[Screen]:
    """Every address of the admin that somebody gets a page at."""
    for found in ADMIN.values():
        for address, letters in found.items():
            who = next((letter for letter in ROLES if letter in letters), "")
            screen = Screen(address.format(**rows), who)
            is_wanted = not only or any(word in screen.name for word in only)
            if who and is_wanted and not NO_SCREEN.search(address.partition("?")[0]):
                yield screen


def main(arguments: list[str] | None = None) -> None:
    """Make the site, take the pictures, say what is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], metavar="WORD")
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    folder = work_folder()
    site = LiveSite(folder, workers=1)
    site.environment["DEMO"] = "1"
    site.environment["ALLOWED_HOSTS"] = "127.0.0.1,testserver"
    try:
        known = site.prepare(SCENE)
        site.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            camera = Camera(browser, site, known["cookies"], options.folder)
            for screen in screens(known["rows"], options.only):
                camera.take(screen)
            browser.close()
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(list(options.folder.glob('*.png')))} pictures in {options.folder}")
    if camera.wrong:
        sys.exit("\n".join(dict.fromkeys(camera.wrong)))


if __name__ == "__main__":
    main()

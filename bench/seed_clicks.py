"""How many clicks it takes to build the page on facial muscle loss by hand, in the real form.

    python -m bench.seed_clicks [--one-by-one] [--chromium PATH] [--picture FILE]

Starts a site of its own, on which category and sources are known, and builds the page of the demo site in a browser:
its groups, causes in their levels, texts, and every citation that says something.  Every press of the mouse counts,
also one that only puts the cursor into a field; choosing out of a list counts two.  No key is pressed but those of
text.
With --one-by-one no causes are added several at once.  Ends with an error when what was stored is another page, or when
it took more than 49 clicks.  Needs `make encoder var/static/collected`.
"""

import argparse
import json
import os
import shutil
import sys
import tomllib
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

from bench.live_site import ROOT, LiveSite, work_folder

MOST = 49
SEED = ROOT / "portal" / "demo" / "pages" / "facial-muscle-loss.toml"
ROWS = """
import json, tomllib
from importlib import import_module
from pathlib import Path
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.models import Group
from conditions.models import Category, Source
seed = tomllib.loads(Path("portal/demo/pages/facial-muscle-loss.toml").read_text(encoding="utf-8"))
Category.objects.create(name=seed["category"], slug="facial-muscle-disorders")
for fields in seed["sources"].values():
    Source.objects.create(**fields)
user = get_user_model().objects.create(username="editor", email="editor@hospital.example", is_staff=True)
user.groups.add(Group.objects.get(name="Editors"))
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(json.dumps({"name": settings.SESSION_COOKIE_NAME, "key": session.session_key}))
"""
STORED = """
import json
from conditions.models import Revision
print(json.dumps(Revision.objects.get().content))
"""


class Hand:
    """A hand on the mouse, which counts its presses; what is typed goes where the cursor is."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def press(self, where: Locator) -> None:
        """One press."""
        where.click()
        self.clicks += 1

    def write(self, where: Locator, text: str) -> None:
        """Put the cursor there, and type."""
        self.press(where)
        self.type(text)

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        self.page.keyboard.insert_text(text)

    def choose(self, where: Locator, label: str) -> None:
        """Open a list and choose out of it."""
        where.select_option(label=label)
        self.clicks += 2


class Builder:
    """Builds the page of a file."""

    def __init__(self, page: Page, seed: dict[str, Any], *, one_by_one: bool) -> None:
        self.page, self.seed, self.one_by_one = page, seed, one_by_one
        self.hand = Hand(page)

    def build(self, address: str) -> None:
        """From the list of pages to a draft that is stored."""
        page, hand, seed = self.page, self.hand, self.seed
        page.goto(f"{address}/admin/conditions/referencepage/")
        hand.press(page.get_by_role("link", name="Add reference page").first)
        hand.choose(page.get_by_label("Category"), seed["category"])
        hand.write(page.get_by_label("Title"), seed["title"])
        hand.press(page.get_by_role("button", name="Save", exact=True).first)
        hand.write(page.get_by_label("Question heading"), seed["question"])
        for field in ("lead", "warning_signs", "causes_intro", "treatment"):
            hand.write(page.locator(f"#id_{field}"), seed[field].strip())
        for number, group in enumerate(seed["group"]):
            self._group(number, group)
        for section in ("lead", "treatment"):
            for use in seed[f"{section}_sources"]:
                self._page_source(section, use)
        hand.press(page.get_by_role("button", name="Save", exact=True).first)
        page.locator(".messagelist .success").wait_for()

    def _group(self, number: int, group: dict[str, Any]) -> None:
        """One heading with its causes, then their sources."""
        self.hand.press(self.page.get_by_role("button", name="Add: cause group"))
        self.hand.type(group["name"])
        box = self.page.locator(f"#groups-{number}-causes-group")
        if self.one_by_one:
            self._one_by_one(box, group["cause"])
        else:
            self.hand.press(box.get_by_role("button", name="Add several"))
            self.hand.type("\n".join(outline(group["cause"])))
            self.hand.press(box.get_by_role("button", name="Add these"))
        self._sources(f"groups-{number}-causes", group["cause"])

    def _one_by_one(self, box: Locator, causes: list[dict[str, Any]]) -> None:
        """Causes at one place, each by its own button."""
        for number, cause in enumerate(causes):
            self.hand.press(box.locator(":scope > .djn-add-item .djn-add-handler"))
            self.hand.type(cause["name"])
            prefix = str(box.get_attribute("id")).removesuffix("-group")
            self.hand.write(self.page.locator(f"#id_{prefix}-{number}-text"), cause["text"].strip())
            self._one_by_one(self.page.locator(f"#{prefix}-{number}-children-group"), cause.get("cause", []))

    def _sources(self, prefix: str, causes: list[dict[str, Any]]) -> None:
        """The citations of these causes and their parts."""
        for number, cause in enumerate(causes):
            group = self.page.locator(f"#{prefix}-{number}-citations-group")
            for use in stated(cause):
                self.hand.press(group.locator(":scope > .djn-add-item .djn-add-handler"))
                self._cite(use)
            self._sources(f"{prefix}-{number}-children", cause.get("cause", []))

    def _page_source(self, section: str, use: dict[str, str]) -> None:
        """A citation of the lead or the treatment."""
        group = self.page.locator("#citations-group")
        self.hand.press(group.locator(":scope > .djn-add-item .djn-add-handler"))
        self._cite(use)
        self.hand.choose(group.locator("select[name$=-section]:visible").last, section.capitalize())

    def _cite(self, use: dict[str, str]) -> None:
        """Search for the source, choose it, and say what it supports."""
        title = self.seed["sources"][use["source"]]["title"]
        # The list asks the server as somebody types.
        self.page.keyboard.type(title)
        self.hand.press(self.page.locator(".select2-results__option", has_text=title).first)
        self.page.locator("input[name$=-statement]:focus").wait_for()
        self.hand.type(use["says"])


def stated(cause: dict[str, Any]) -> list[dict[str, str]]:
    """The citations of a cause that say something."""
    return [use for use in cause.get("sources", []) if isinstance(use, dict)]


def outline(causes: list[dict[str, Any]], indent: str = "") -> list[str]:
    """Causes as lines, their parts set further in."""
    lines = []
    for cause in causes:
        lines.append(f"{indent}{cause['name']}: {' '.join(cause['text'].split())}")
        lines += outline(cause.get("cause", []), indent + "  ")
    return lines


def told(causes: list[dict[str, Any]], parts: str, sources: str) -> list[Any]:
    """What of these causes has to be the same in file and draft: names, texts, parts, and how many sources."""
    return [
        (
            cause["name"],
            " ".join(cause["text"].split()),
            len(stated(cause)) if sources == "sources" else len(cause[sources]),
            told(cause.get(parts, []), parts, sources),
        )
        for cause in causes
    ]


def main() -> None:
    """Make the site, build the page, count, and look at what was stored."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--one-by-one", action="store_true")
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    parser.add_argument("--picture", help="where to put a picture of the form before it is saved")
    options = parser.parse_args()
    seed = tomllib.loads(SEED.read_text(encoding="utf-8"))
    folder = work_folder()
    site = LiveSite(folder, workers=1)
    try:
        cookie = site.prepare(ROWS)
        site.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 1800})
            context.add_cookies([{"name": cookie["name"], "value": cookie["key"], "url": site.address}])
            builder = Builder(context.new_page(), seed, one_by_one=options.one_by_one)
            builder.build(site.address)
            if options.picture:
                builder.page.goto(builder.page.url.replace("publication", "preview"))
                builder.page.screenshot(path=options.picture, full_page=True)
            browser.close()
        draft = json.loads(site.manage("shell", "-v", "0", "-c", STORED))
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
    for made, wanted in zip(draft["groups"], seed["group"], strict=True):
        if told(made["causes"], "parts", "citations") != told(wanted["cause"], "cause", "sources"):
            sys.exit(f"“{wanted['name']}” was stored as something else.")
    cited = {section: len(uses) for section, uses in draft["citations"].items()}
    print(f"{builder.hand.clicks} clicks (at most {MOST}); {cited} sources of lead and treatment")
    if builder.hand.clicks > MOST:
        sys.exit("Too many.")


if __name__ == "__main__":
    main()

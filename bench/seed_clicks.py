"""How many clicks it takes to build the page on facial muscle loss by hand, in the real form.

    python -m bench.seed_clicks [--one-by-one] [--chromium PATH] [--picture FILE]

Starts a site of its own, on which the category, the sources and the related pages are known, and builds the page of the
demo site in a browser: all its words, causes in their levels with their other names and marks, every citation, who
reviewed it and when, and the related pages.  Every press of the mouse counts, also one that only puts the cursor into a
field; choosing out of a list counts two.  What is typed or pasted is free; no key is pressed but those of text.
With --one-by-one no causes are added several at once.  Ends with an error when the draft differs from the page of the
demo site in anything but keys, when it could not be published, or when it took more than 49 clicks.  Needs `make
encoder var/static/collected`.
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
REVIEW = ("reviewed_by", "last_reviewed_on", "next_review_on")
SEED = ROOT / "portal" / "demo" / "pages" / "facial-muscle-loss.toml"
ROWS = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.models import Group
from conditions.models import ReferencePage, Source
from conditions.revisions.read import standing_document
from portal.demo.pages import load_pages
load_pages()
page = ReferencePage.objects.get(slug="facial-muscle-loss")
wanted = standing_document(page).to_json()
related = list(page.related.values_list("title", flat=True))
page.delete()
user = get_user_model().objects.create(username="editor", email="editor@hospital.example", is_staff=True)
user.groups.add(Group.objects.get(name="Editors"))
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
cookie = {"name": settings.SESSION_COOKIE_NAME, "key": session.session_key}
sources = dict(Source.objects.values_list("pk", "url"))
print(json.dumps({"cookie": cookie, "wanted": wanted, "related": related, "sources": sources}))
"""
STORED = """
import json
from conditions.models import Revision
from conditions.revisions.checks import problems
from conditions.revisions.document import Document
draft = Revision.objects.get(state="draft")
print(json.dumps({"content": draft.content, "problems": problems(draft.page, Document.from_json(draft.content))}))
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

    def replace(self, where: Locator, text: str) -> None:
        """Mark what stands there, and type over it."""
        where.click(click_count=3)
        self.clicks += 3
        self.type(text)

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        self.page.keyboard.insert_text(text)

    def choose(self, where: Locator, label: str) -> None:
        """Open a list and choose out of it."""
        where.select_option(label=label)
        self.clicks += 2


class Builder:
    """Builds a document, whose sources are named in `sources` by their keys, and its related pages by `related`."""

    def __init__(self, page: Page, wanted: dict[str, Any], related: list[str], *, one_by_one: bool) -> None:
        self.page, self.wanted, self.related, self.one_by_one = page, wanted, related, one_by_one
        self.seed = tomllib.loads(SEED.read_text(encoding="utf-8"))
        self.hand = Hand(page)

    def build(self, address: str) -> None:
        """From the list of pages to a draft that is stored."""
        page, hand, fields = self.page, self.hand, self.wanted["fields"]
        page.goto(f"{address}/admin/conditions/referencepage/")
        hand.press(page.get_by_role("link", name="Add reference page").first)
        hand.choose(page.get_by_label("Category"), self.seed["category"])
        hand.write(page.get_by_label("Title"), fields["title"])
        hand.replace(page.get_by_label("Address"), fields["slug"])
        hand.press(page.get_by_role("button", name="Save", exact=True).first)
        for name in ("question_heading", "lead", "warning_signs", "causes_intro", "treatment", *REVIEW):
            hand.write(page.locator(f"#id_{name}"), fields[name])
        hand.press(page.get_by_label("Made for the demo site"))
        for title in self.related:
            hand.press(page.locator(".field-related .select2-selection"))
            self._search(title)
        for number, group in enumerate(self.wanted["groups"]):
            self._group(number, group)
        for section, uses in self.wanted["citations"].items():
            for use in uses:
                self._page_source(section, use)
        hand.press(page.get_by_role("button", name="Save", exact=True).first)
        page.locator(".messagelist .success").wait_for()

    def _group(self, number: int, group: dict[str, Any]) -> None:
        """One heading with its causes."""
        self.hand.press(self.page.get_by_role("button", name="Add: cause group"))
        self.hand.type(group["heading"])
        box = self.page.locator(f"#groups-{number}-causes-group")
        if self.one_by_one:
            self._one_by_one(box, group["causes"])
        else:
            self.hand.press(box.get_by_role("button", name="Add several"))
            self.hand.type("\n".join(self._outline(group["causes"])))
            self.hand.press(box.get_by_role("button", name="Add these"))
            box.locator(".nest-several").wait_for(state="detached")
        self._marks(f"groups-{number}-causes", group["causes"])

    def _outline(self, causes: list[dict[str, Any]], indent: str = "") -> list[str]:
        """Causes as lines, their parts set further in."""
        lines = []
        for cause in causes:
            names = "; ".join([cause["name"], *cause["other_names"]])
            # A draft knows its text by lines; the form of several takes one.
            uses = [
                " | ".join(filter(None, (self._url(use), use["statement"]))) for use in cause["citations"]
            ]
            lines.append(f"{indent}{names}: {cause['text']}" + "".join(f" [{use}]" for use in uses))
            lines += self._outline(cause["parts"], indent + "  ")
        return lines

    def _one_by_one(self, box: Locator, causes: list[dict[str, Any]]) -> None:
        """Causes at one place, each by its own button."""
        for number, cause in enumerate(causes):
            self.hand.press(box.locator(":scope > .djn-add-item .djn-add-handler"))
            self.hand.type(cause["name"])
            prefix = str(box.get_attribute("id")).removesuffix("-group")
            self.hand.write(
                self.page.locator(f"#id_{prefix}-{number}-other_names"), "\n".join(cause["other_names"])
            )
            self.hand.write(self.page.locator(f"#id_{prefix}-{number}-text"), cause["text"])
            group = self.page.locator(f"#{prefix}-{number}-citations-group")
            for use in cause["citations"]:
                self.hand.press(group.locator(":scope > .djn-add-item .djn-add-handler"))
                self._cite(use)
            self._one_by_one(self.page.locator(f"#{prefix}-{number}-children-group"), cause["parts"])

    def _marks(self, prefix: str, causes: list[dict[str, Any]]) -> None:
        """What must not wait, ticked on its card."""
        for number, cause in enumerate(causes):
            if cause["is_urgent"]:
                self.hand.press(self.page.locator(f"#id_{prefix}-{number}-is_urgent"))
            self._marks(f"{prefix}-{number}-children", cause["parts"])

    def _page_source(self, section: str, use: dict[str, Any]) -> None:
        """A citation of the lead or the treatment."""
        group = self.page.locator("#citations-group")
        self.hand.press(group.locator(":scope > .djn-add-item .djn-add-handler"))
        self._cite(use)
        self.hand.choose(group.locator("select[name$=-section]:visible").last, section.capitalize())

    def _url(self, use: dict[str, Any]) -> str:
        """The address of a cited source."""
        return str(self.wanted["sources"][str(use["source"])])

    def _cite(self, use: dict[str, Any]) -> None:
        """Search for the source, choose it, and say what it supports."""
        url = self._url(use)
        title = next(source["title"] for source in self.seed["sources"].values() if source["url"] == url)
        self._search(url, title)
        self.page.locator("input[name$=-statement]:focus").wait_for()
        self.hand.type(use["statement"])

    def _search(self, words: str, title: str = "") -> None:
        """Type into the open search, and choose what is found."""
        # The list asks the server as somebody types.
        self.page.keyboard.type(words)
        self.hand.press(self.page.locator(".select2-results__option", has_text=title or words).first)


def without_keys(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the keys of its rows, which every draft gives anew."""

    def bare(row: dict[str, Any], inside: str) -> dict[str, Any]:
        """A group or cause, and what is inside it."""
        return {**row, "key": 0, inside: [bare(part, "parts") for part in row[inside]]}

    return {**document, "groups": [bare(group, "causes") for group in document["groups"]]}


def main() -> None:
    """Make the site, build the page, count, and look at what was stored."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--one-by-one", action="store_true")
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    parser.add_argument("--picture", help="where to put a picture of the form before it is saved")
    options = parser.parse_args()
    folder = work_folder()
    site = LiveSite(folder, workers=1)
    try:
        known = site.prepare(ROWS)
        site.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 1800})
            cookie = known["cookie"]
            context.add_cookies([{"name": cookie["name"], "value": cookie["key"], "url": site.address}])
            wanted = {**known["wanted"], "sources": known["sources"]}
            builder = Builder(context.new_page(), wanted, known["related"], one_by_one=options.one_by_one)
            builder.build(site.address)
            if options.picture:
                builder.page.goto(builder.page.url.replace("publication", "preview"))
                builder.page.screenshot(path=options.picture, full_page=True)
            browser.close()
        stored = json.loads(site.manage("shell", "-v", "0", "-c", STORED))
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
    made, meant = without_keys(stored["content"]), without_keys(known["wanted"])
    if different := [name for name in meant if made[name] != meant[name]]:
        sys.exit(f"Stored as something else: {', '.join(different)}.")
    if stored["problems"]:
        sys.exit("It could not be published: " + " ".join(stored["problems"]))
    print(
        f"{builder.hand.clicks} clicks (at most {MOST}); the same page as that of the demo site, ready for review"
    )
    if builder.hand.clicks > MOST:
        sys.exit("Too many.")


if __name__ == "__main__":
    main()

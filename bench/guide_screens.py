"""The pictures of the guides, made anew: a demo site of its own, a real browser, docs/images/guide-*.webp.

    python -m bench.guide_screens [--only desk ...] [--chromium PATH]

Needs `make encoder var/static/collected`.  Ends with an error when the pictures together would be larger than 1 MB.
"""

import argparse
import base64
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.live_site import ROOT, LiveSite, work_folder

IMAGES = ROOT / "docs" / "images"
MOST = 1_000_000
"""Bytes of all pictures together."""
QUALITY = 0.8
SCENE = """
import io, json
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from consult.desk.actions.internal import add_note
from consult.models import ConsentWording, Question, Specialty
from consult.question.actions.ask import ask_question
from consult.question.audit import record
from conditions.models import ReferencePage
from conditions.related.proposals.for_desk import outdate_all
from conditions.related.upkeep.proposals import refresh
call_command("seed_demo", stdout=io.StringIO())
ask_question(
    fields={"title": "Pressure in my chest since this morning",
            "body": "I have chest pain and my left arm is heavy. I am alone.", "display_name": "Oak",
            "age_range": "65+", "sex": "male", "specialty": Specialty.objects.get(name="Neurology")},
    consents=ConsentWording.objects.current().values(),
)
waiting = Question.objects.get(title="My eyelid has fluttered for three weeks")
add_note(question=waiting, text="He rang the office today and asks for an answer before Friday.",
         actor=get_user_model().objects.get(username="demo-editor"))
answered = Question.objects.awaiting_approval().get()
answered.body += " She is Maria, and goes to Oakfield Primary."
answered.save()
reply = answered.replies.get()
reply.text += " Maria may eat as always until then."
reply.save()
doctor, editor = (get_user_model().objects.get(username=f"demo-{name}") for name in ("doctor", "editor"))
for user, question in ((doctor, waiting), (doctor, answered), (editor, answered), (editor, waiting)):
    record(action="opened", question=question, actor=user)
outdate_all()  # what was proposed while the site was half filled
refresh()
page = ReferencePage.objects.filter(title__contains="facial muscle").first() or ReferencePage.objects.first()
print(json.dumps({"waiting": waiting.pk, "answered": answered.pk, "page": page.pk}))
"""
CHANGED = """
from consult.desk.actions.reply import save_reply
from consult.models import Question
reply = Question.objects.awaiting_approval().get().replies.get()
reply.text = reply.text.replace("first, with", "at the first visit, with")
save_reply(reply=reply, actor=None, version=reply.version)
"""
WEBP = """async ([data, quality]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + data;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width; canvas.height = image.height;
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


@dataclass(frozen=True)
class Screen:
    """One picture: whose page, where, how large, and what is done there before it is taken."""

    name: str
    who: str
    address: str
    height: int = 800
    width: int = 1280
    done: Callable[[Page], Any] = lambda page: None


def write_reply(page: Page) -> None:
    """A snippet with its gap filled, a ticked cause, and the words kept."""
    page.get_by_role("button", name="Most likely harmless").click()
    page.get_by_label("Reply", exact=True).press("End")
    page.keyboard.type(" Sleep, less cola and pauses from the screen help.")
    page.locator(".cause-offer input[type=checkbox]").first.check()
    page.get_by_text("Kept on the server at").wait_for()
    page.evaluate("window.scrollTo(0, 0)")


def show_staff(page: Page) -> None:
    """The part that is among staff, with the fields of a second opinion open."""
    page.locator("summary", has_text="Ask for a second opinion").click()
    page.locator(".team-box").scroll_into_view_if_needed()


def choose_all(page: Page) -> None:
    """Two ticked questions and the action that they are for."""
    for box in page.locator("#result_list tbody input[type=checkbox]").all()[:2]:
        box.check()
    page.get_by_label("Action:").select_option(label="Give to a doctor")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_role("heading", name="Give to a doctor").wait_for()


def open_cause(page: Page) -> None:
    """The first cause of the tree, opened."""
    cause = page.locator("#groups-0-causes-0")
    cause.get_by_role("button", name="Open").first.click()
    page.evaluate("document.querySelector('#groups-0').scrollIntoView()")


def change_page(page: Page) -> None:
    """A word of the lead changed, and saved as a draft."""
    lead = page.locator("#id_lead")
    lead.fill(lead.input_value() + " A doctor can often tell which one by looking and listening.")
    page.locator("[name=change_reason], [name=reason]").first.fill("Says that looking helps")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_load_state()


def screens(known: dict[str, int]) -> list[Screen]:
    """All pictures, in the order in which they are taken."""
    desk, pages = "/admin/consult/question", f"/admin/conditions/referencepage/{known['page']}"
    return [
        Screen("desk", "doctor", "/admin/", height=760),
        Screen("desk-phone", "doctor", "/admin/", width=390, height=844),
        Screen("reply", "doctor", f"{desk}/{known['waiting']}/change/", height=900, done=write_reply),
        Screen("staff", "doctor", f"{desk}/{known['waiting']}/change/", done=show_staff),
        Screen("approval", "editor", f"{desk}/{known['answered']}/approve/", height=1000),
        Screen("several", "editor", f"{desk}/?queue=waiting", height=560, done=choose_all),
        Screen("page-form", "editor", f"{pages}/change/", height=900, done=open_cause),
        Screen("publication", "editor", f"{pages}/change/", height=800, done=change_page),
        Screen("audit", "admin", "/admin/consult/auditentry/", height=760),
    ]


class Camera:
    """Takes the pictures; each person signs in once."""

    def __init__(self, browser: Browser, site: LiveSite) -> None:
        self.browser, self.site = browser, site
        self.pages: dict[str, Page] = {}
        self.darkroom = browser.new_page()

    def page_of(self, who: str) -> Page:
        """The browser of one of the people of the demo site."""
        if who not in self.pages:
            page = self.browser.new_context(locale="en-GB").new_page()
            page.goto(f"{self.site.address}/admin/")
            page.get_by_label("Username or e-mail").fill(f"demo-{who}")
            page.get_by_label("Password").fill(f"consilium-demo-{who}")
            page.keyboard.press("Enter")
            page.wait_for_url("**/admin/**")
            self.pages[who] = page
        return self.pages[who]

    def take(self, screen: Screen) -> bytes:
        """One picture as WebP."""
        page = self.page_of(screen.who)
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        page.goto(self.site.address + screen.address)
        screen.done(page)
        png = base64.b64encode(page.screenshot()).decode()
        return base64.b64decode(self.darkroom.evaluate(WEBP, [png, QUALITY]))


def main(arguments: list[str] | None = None) -> None:
    """Make the site, take the pictures, say how large they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    options = parser.parse_args(arguments)
    folder = work_folder()
    site = LiveSite(folder, workers=1)
    site.environment["DEMO"] = "1"
    try:
        known = site.prepare(SCENE)
        site.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            _take_all(Camera(browser, site), screens(known), set(options.only))
            browser.close()
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
    total = sum(path.stat().st_size for path in IMAGES.iterdir())
    print(f"all of docs/images: {total:,} bytes")
    if total > MOST:
        sys.exit("Too large together: lower the quality, or take fewer.")


def _take_all(camera: Camera, wanted: list[Screen], only: set[str]) -> None:
    """Take and store those that are asked for."""
    for screen in wanted:
        if only and screen.name not in only:
            continue
        if screen.name == "approval":
            # It is read once before something of it changes.
            camera.take(screen)
            camera.site.manage("shell", "-v", "0", "-c", CHANGED)
        path = Path(IMAGES, f"guide-{screen.name}.webp")
        path.write_bytes(camera.take(screen))
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

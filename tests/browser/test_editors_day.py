"""An editor's day in a real browser: a draft from an import, nest, cite, preview, comment, review by a second person,
schedule, publish, rename, move, merge, compare, restore.  Links and anchors are counted before and after: none is
lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Dialog, FilePayload, Page, expect

from conditions.models import Cause, CauseLink, Citation, ReferencePage, Revision
from portal.roles import EDITORS
from tests.factories import (
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    SourceFactory,
    UserFactory,
    public_question,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADMIN = "/admin/conditions/referencepage"


@pytest.fixture
def sign_in(open_context: Callable[..., BrowserContext], live_server: Any) -> Callable[[str], Page]:
    """Return a function that opens a browser in which an editor of this name is signed in."""

    def page_of(name: str) -> Page:
        user = UserFactory(username=name, is_staff=True)
        user.groups.set(Group.objects.filter(name=EDITORS))
        client = Client()
        client.force_login(user)
        context = open_context(viewport={"width": 1280, "height": 1800})
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page()

    return page_of


@pytest.fixture
def reference() -> ReferencePage:
    """A page with two groups, four cited causes, and replies that link to three of them."""
    page = ReferencePageFactory(
        title="Causes of weak faces", slug="weak-faces", reviewed_by="Dr R", last_reviewed_on="2026-01-02"
    )
    nerves = CauseGroupFactory(page=page, heading="Nerves")
    muscles = CauseGroupFactory(page=page, heading="Muscles", position=1)
    for group, names in ((nerves, ("Palsy", "Stroke", "Tumour")), (muscles, ("Dystrophy",))):
        for position, name in enumerate(names):
            cause = CauseFactory(page=page, group=group, name=name, position=position)
            Citation.objects.create(cause=cause, source=SourceFactory())
    for name in ("Palsy", "Stroke", "Tumour"):
        CauseLinkFactory(cause=page.causes.get(name=name), reply=public_question().replies.get())
    return page


def item(page: Page, name: str) -> Any:
    return page.locator(".djn-inline-form", has=page.locator(f':scope > .nest-name:text-is("{name}")'))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def published(author: Page, reviewer: Page, number: int) -> None:
    """Send it for review, and have it approved by the other."""
    author.goto(f"{ADMIN}/{number}/publication/")
    press(author, "Send for review")
    expect(author.get_by_text("You changed this draft")).to_be_visible()
    reviewer.goto(f"{ADMIN}/{number}/publication/")
    press(reviewer, "Approve and publish now")
    expect(reviewer.get_by_text("Published: readers see it now.")).to_be_visible()


def anchors(page: Page, address: str) -> set[str]:
    page.goto(address)
    ids: list[str] = page.evaluate("Array.from(document.querySelectorAll('[id]')).map(e => e.id)")
    return set(ids)


def test_an_editors_day_loses_no_link_and_no_anchor(
    sign_in: Callable[[str], Page], reference: ReferencePage, accessible: Callable[[Page], None]
) -> None:
    anna, ben = sign_in("anna"), sign_in("ben")
    number, address = reference.pk, reference.get_absolute_url()
    links = CauseLink.objects.confirmed().count()
    before = {slug for slug in anchors(anna, address) if Cause.objects.filter(slug=slug).exists()}
    assert (links, len(before)) == (3, 4)

    # A draft from an import: the page is taken out as a file, and brought in changed.
    anna.goto(f"{ADMIN}/{number}/markdown/")
    with anna.expect_download() as taken:
        anna.get_by_role("link", name="Take the file out").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8").replace("Several things", "Many things")
    upload: FilePayload = {"name": "page.md", "mimeType": "text/markdown", "buffer": text.encode()}
    anna.get_by_label("File", exact=True).set_input_files(upload)
    press(anna, "Show what would change")
    expect(anna.locator("ins", has_text="Many")).to_be_visible()
    accessible(anna)
    press(anna, "Store it as a draft")
    expect(anna.get_by_text("Stored as a draft")).to_be_visible()

    # Rename, nest a new part with its source, look at it as readers would.
    anna.goto(f"{ADMIN}/{number}/change/")
    palsy = item(anna, "Palsy")
    palsy.get_by_role("button", name="Open").first.click()
    anna.locator("#id_groups-0-causes-0-name").fill("Bell's palsy")
    anna.locator("#id_groups-0-causes-0-slug").fill("bells-palsy")
    anna.locator("#groups-0-causes-0").get_by_role("button", name="Add: part (second level)").click()
    anna.locator("#id_groups-0-causes-0-children-0-name").press_sequentially("Shingles")
    part = anna.locator("#groups-0-causes-0-children-0")
    part.get_by_role("button", name="Add: source").click()
    anna.locator(".select2-dropdown .select2-search__field").press_sequentially("Source")
    anna.get_by_role("option", name=re.compile("Test Publisher")).first.click()
    press(anna, "Save")
    expect(anna.get_by_text("Saved as a draft")).to_be_visible()
    expect(anna.locator("ins", has_text="Bell's")).to_be_visible()
    accessible(anna)
    anna.goto(f"{ADMIN}/{number}/preview/")
    expect(anna.get_by_role("heading", name="Shingles")).to_be_visible()
    assert "Shingles" not in Client().get(address).content.decode()

    # Reviewed by a second person, published at its time.
    anna.goto(f"{ADMIN}/{number}/publication/")
    press(anna, "Send for review")
    ben.goto("/admin/")
    ben.get_by_role("link", name=re.compile("Pages that wait for a second person")).click()
    ben.locator("#result_list").get_by_role("link", name="In review").click()
    ben.get_by_label("Comment", exact=True).fill("Is it the nerve?")
    press(ben, "Comment")
    anna.reload()
    expect(anna.locator("#comments")).to_contain_text("Is it the nerve?")
    press(anna, "Settled: the comment of ben")
    moment = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    ben.get_by_label("Publish at").fill(moment)
    press(ben, "Approve, publish then")
    expect(ben.get_by_text("It is published by itself on")).to_be_visible()
    Revision.objects.filter(state="scheduled").update(publish_at=timezone.now())
    call_command("publish_scheduled")
    assert reference.causes.get(name="Shingles").parent == reference.causes.get(name="Bell's palsy")

    # Merge one cause into another; move one to another page.
    other = ReferencePageFactory(title="Causes of lumps", slug="lumps")
    CauseGroupFactory(page=other, heading="Nerves")
    anna.goto(f"{ADMIN}/{number}/change/")
    for name in ("Stroke", "Tumour"):
        item(anna, name).get_by_role("button", name="Remove").first.click()
    press(anna, "Save")
    expect(anna.get_by_text("Replies link to “Stroke”, which is removed.")).to_be_visible()
    accessible(anna)
    stroke, tumour = (anna.locator("#fates-form fieldset", has_text=name) for name in ("Stroke", "Tumour"))
    stroke.get_by_label("Where its links go").select_option(label="Bell's palsy")
    tumour.get_by_label("Where its links go").select_option("move")
    tumour.get_by_label("Move to this page").fill("lumps")
    press(anna, "Save these choices")
    published(anna, ben, number)

    found = CauseLink.objects.confirmed()
    names = sorted(found.values_list("cause__name", "cause__page__slug"))
    assert names == [("Bell's palsy", "weak-faces"), ("Bell's palsy", "weak-faces"), ("Tumour", "lumps")]
    assert (found.count(), before - anchors(anna, address)) == (links, set())
    accessible(anna)

    # Compare, and bring the first revision back.
    anna.goto(f"{ADMIN}/{number}/compare/")
    expect(anna.locator(".told-box", has_text="Stroke").last).to_be_visible()
    accessible(anna)
    first = reference.revisions.order_by("published_at").first()
    anna.get_by_label(f"Old: revision {first.pk}").check()
    press(anna, "Compare")
    press(anna, f"Bring revision {first.pk} back as a draft")
    expect(anna.get_by_text("It stands as a draft now.")).to_be_visible()
    published_names = {cause.name for cause in reference.causes.all()}
    assert "Palsy" not in published_names
    assert (found.count(), before - anchors(anna, address)) == (links, set())

    # What is brought back is published, and nothing is lost by that either.
    published(anna, ben, number)
    assert {"Palsy", "Stroke", "Tumour"} <= {cause.name for cause in reference.causes.all()}
    assert (found.count(), before - anchors(anna, address)) == (links, set())


def test_what_is_typed_is_kept_and_leaving_warns(
    sign_in: Callable[[str], Page], reference: ReferencePage
) -> None:
    anna = sign_in("anna")
    anna.goto(f"{ADMIN}/{reference.pk}/change/")
    anna.locator("#id_lead").fill("Half a sen")
    expect(anna.locator("#draft-kept")).to_contain_text("What you typed is kept", timeout=15_000)
    asked = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    anna.on("dialog", leave)
    anna.goto("/admin/")
    assert asked == ["beforeunload"]
    anna.goto(f"{ADMIN}/{reference.pk}/change/")
    expect(anna.locator("#id_lead")).to_have_value("Several things can cause it.")
    anna.get_by_role("link", name="Go on with it").click()
    expect(anna.locator("#id_lead")).to_have_value("Half a sen")
    press(anna, "Save")
    expect(anna.locator("ins", has_text="Half a sen")).to_be_visible()
    assert asked == ["beforeunload"]


def test_two_editors_join_their_words(sign_in: Callable[[str], Page], reference: ReferencePage) -> None:
    anna, ben = sign_in("anna"), sign_in("ben")
    for page in (anna, ben):
        page.goto(f"{ADMIN}/{reference.pk}/change/")
    ben.locator("#id_lead").fill("Ben's lead.")
    ben.locator("#id_treatment").fill("Ben's treatment.")
    press(ben, "Save")
    anna.locator("#id_lead").fill("Anna's lead.")
    press(anna, "Save")
    expect(anna.get_by_role("heading", name="Somebody else saved this meanwhile")).to_be_visible()
    expect(anna.locator("ins", has_text="Ben's treatment.")).to_be_visible()
    anna.get_by_label("Take this").last.check()
    press(anna, "Save both as one draft")
    expect(anna.locator("ins", has_text="Anna's lead.")).to_be_visible()
    expect(anna.locator("ins", has_text="Ben's treatment.")).to_be_visible()

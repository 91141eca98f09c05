"""A reference page edited whole in a real browser, under the policy that forbids inline script and style."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from conditions.actions.revisions import publish as publish_revision
from conditions.models import Cause, CauseAlias, Citation, ReferencePage, Revision, Source, UnsavedWork
from tests.factories import (
    CategoryFactory,
    CauseFactory,
    CauseGroupFactory,
    ReferencePageFactory,
    SourceFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor_page(open_context: Callable[..., BrowserContext], editor_client: Any, live_server: Any) -> Page:
    """A page of 1280 px in which the editor is signed in."""
    context = open_context(viewport={"width": 1280, "height": 2600})
    cookie = editor_client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def item(page: Page, name: str) -> Any:
    """The innermost box with this heading."""
    return page.locator(".djn-inline-form", has=page.locator(f':scope > .nest-name:text-is("{name}")'))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def publish() -> None:
    """Write the rows of the one draft, whoever has to approve it."""
    publish_revision(revision=Revision.objects.open().get(), actor=None)


def test_a_page_with_three_levels_of_causes_and_their_sources_is_made_from_nothing(editor_page: Page) -> None:
    CategoryFactory()
    SourceFactory(publisher="Health Institute", title="Weak faces", url="https://faces.example/")
    SourceFactory(title="Skin", url="https://thin.example/")
    SourceFactory(title="Skin and sun", url="https://thin.example/sun-1")
    page = editor_page
    page.goto("/admin/conditions/referencepage/add/")
    page.get_by_label("Category").select_option("Facial Muscle Disorders")
    page.get_by_label("Title").press_sequentially("Causes of weak faces")
    expect(page.get_by_label("Address")).to_have_value("causes-of-weak-faces")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_label("Question heading").fill("What weakens a face?")
    page.locator("#id_lead").fill("Nerves and muscles.")
    page.get_by_role("button", name="Add: cause group").click()
    page.locator("#id_groups-0-heading").fill("Nerves")
    page.locator("#groups-0").get_by_role("button", name="Add: cause", exact=True).click()
    page.locator("#id_groups-0-causes-0-name").press_sequentially("Nerve damage")
    expect(page.locator("#id_groups-0-causes-0-slug")).to_have_value("nerve-damage")
    page.locator("#id_groups-0-causes-0-other_names").fill("neuropathy\nhurt nerve")
    first = page.locator("#groups-0-causes-0")
    first.get_by_role("button", name="Add: part (second level)").click()
    page.locator("#id_groups-0-causes-0-children-0-name").press_sequentially("Infection")
    second = page.locator("#groups-0-causes-0-children-0")
    second.get_by_role("button", name="Add: part (third level)").click()
    page.locator("#id_groups-0-causes-0-children-0-children-0-name").press_sequentially("Shingles")
    third = page.locator("#groups-0-causes-0-children-0-children-0")
    third.get_by_role("button", name="Add: source").click()
    page.locator(".select2-dropdown .select2-search__field").press_sequentially("Weak")
    page.get_by_role("option", name="Health Institute: Weak faces").click()
    expect(third.locator("[name$='-0-statement']")).to_be_focused()
    # Several at once, as they are pasted from elsewhere.
    page.get_by_role("button", name="Add: cause group").click()
    page.keyboard.insert_text("Years")
    page.locator("#groups-1").get_by_role("button", name="Add several").click()
    page.keyboard.insert_text(
        "Ageing; growing old; time: It is slow: for years [1].\n\n"
        "  • Thin skin: It tires. [https://thin.example/ | Says why] [No such source]\n"
        "\t◦ Sun\nCold: It bites [1]\nWeight loss: Fast. [thin.example]\u2028[Health Institute: Weak faces]"
    )
    page.locator("#groups-1").get_by_role("button", name="Add these").click()
    expect(page.locator(".nest-missing")).to_contain_text("meant by: No such source; 1; thin.example")
    save(page)
    publish()
    years = Cause.objects.filter(group__heading="Years").in_order()
    assert [(cause.name, cause.text, cause.parent and cause.parent.name) for cause in years] == [
        ("Ageing", "It is slow: for years [1].", None),
        ("Thin skin", "It tires. [No such source]", "Ageing"),
        ("Sun", "", "Thin skin"),
        ("Cold", "It bites [1]", None),
        ("Weight loss", "Fast. [thin.example]", None),
    ]
    cited = Citation.objects.filter(cause__in=years).order_by("pk")
    assert [(use.cause.name, use.source.title, use.statement) for use in cited] == [
        ("Ageing", "Weak faces", ""),
        ("Thin skin", "Skin", "Says why"),
        ("Sun", "Weak faces", ""),
    ]
    shingles = Cause.objects.get(name="Shingles")
    assert (shingles.parent.name, shingles.parent.parent.name, shingles.group.heading) == (
        "Infection",
        "Nerve damage",
        "Nerves",
    )
    assert (shingles.slug, shingles.page.title) == ("shingles", "Causes of weak faces")
    assert Citation.objects.exclude(cause__in=years).get().cause == shingles
    names = list(CauseAlias.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["neuropathy", "hurt nerve", "growing old", "time"]


def test_causes_are_moved_by_button_and_by_dragging_and_removed(editor_page: Page, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20  # as if there were fifty times as many causes
    reference = ReferencePageFactory()
    group = CauseGroupFactory(page=reference, heading="Nerves")
    other = CauseGroupFactory(page=reference, heading="Muscles", position=1)
    for position, name in enumerate(("Palsy", "Stroke", "Tumour")):
        CauseFactory(group=group, page=reference, name=name, position=position)
    part = CauseFactory(
        group=group, page=reference, name="Small stroke", parent=Cause.objects.get(name="Stroke")
    )
    CauseFactory(group=other, page=reference, name="Dystrophy")
    page = editor_page
    page.goto(f"/admin/conditions/referencepage/{reference.pk}/change/")
    item(page, "Palsy").get_by_role("button", name="Down").first.click()
    item(page, "Tumour").get_by_role("button", name="Remove").first.click()
    save(page)
    publish()

    def names(heading: str) -> list[str]:
        causes = Cause.objects.filter(page=reference, group__heading=heading, parent=None)
        return [cause.name for cause in causes.in_order()]

    assert names("Nerves") == ["Stroke", "Palsy"]
    page.goto(f"/admin/conditions/referencepage/{reference.pk}/change/")
    handle = item(page, "Stroke").locator(":scope > .nest-name").bounding_box()
    target = item(page, "Dystrophy").bounding_box()
    assert handle is not None
    assert target is not None
    page.mouse.move(handle["x"] + 20, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] + 30, handle["y"] + 40, steps=5)
    page.mouse.move(target["x"] + 40, target["y"] + target["height"] - 4, steps=25)
    page.mouse.up()
    save(page)
    publish()
    assert (names("Nerves"), sorted(names("Muscles"))) == (["Palsy"], ["Dystrophy", "Stroke"])
    part.refresh_from_db()
    assert (part.parent.name, part.group.heading) == ("Stroke", "Muscles")
    # By keyboard alone: to another level, and to another group.
    page.goto(f"/admin/conditions/referencepage/{reference.pk}/change/")
    item(page, "Stroke").get_by_role("button", name="Open").first.press("Enter")
    for name, place in (("Small stroke", "Nerves"), ("Palsy", "Dystrophy")):
        item(page, name).get_by_role("button", name="Move").first.press("Enter")
        chosen = page.locator(".nest-move select:focus")
        assert place in [option.strip() for option in chosen.locator("option").all_inner_texts()]
        chosen.press_sequentially(f"\u2003{place}" if place == "Dystrophy" else place)
    save(page)
    publish()
    part.refresh_from_db()
    palsy = Cause.objects.get(name="Palsy")
    assert (part.parent, part.group.heading, palsy.parent.name) == (None, "Nerves", "Dystrophy")
    assert palsy.group.heading == "Muscles"


def test_a_refused_save_leads_to_each_field_in_error(
    editor_page: Page, accessible: Callable[[Page], None]
) -> None:
    reference = ReferencePageFactory()
    group = CauseGroupFactory(page=reference)
    palsy = CauseFactory(group=group, page=reference, name="Palsy")
    Citation.objects.create(cause=palsy, source=SourceFactory())
    Citation.objects.create(page=reference, section="lead", source=SourceFactory())
    page = editor_page
    page.goto(f"/admin/conditions/referencepage/{reference.pk}/change/")
    accessible(page)
    page.get_by_role("button", name="Open all").click()
    page.locator("#groups-0").get_by_role("button", name="Add: cause", exact=True).click()
    page.locator("#id_groups-0-causes-1-name").press_sequentially("Palsy")
    page.locator("#groups-0-causes-1").get_by_role("button", name="Add: source").click()
    page.keyboard.press("Escape")
    page.locator("#id_groups-0-causes-1-citations-0-statement").fill("that it is so")
    accessible(page)
    page.get_by_role("button", name="Save", exact=True).first.click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    expect(page.get_by_text("Another cause of this page has the anchor “palsy”.").last).to_be_visible()
    expect(page.locator("#id_groups-0-causes-1-name")).to_have_value("Palsy")
    accessible(page)
    # Folded again, what is in error opens.
    page.get_by_role("button", name="Close all").click()
    summary.get_by_role("link", name="Palsy, Source").press("Enter")
    expect(page.locator("#groups-0-causes-1-citations-0 .select2-selection")).to_be_focused()
    summary.get_by_role("link", name="Palsy, Anchor").press("Enter")
    expect(page.locator("#id_groups-0-causes-1-slug")).to_be_focused()
    assert ReferencePage.objects.get().causes.count() == 1


def test_a_chosen_source_and_a_dragged_cause_are_kept_and_previewed(editor_page: Page) -> None:
    reference = ReferencePageFactory()
    group = CauseGroupFactory(page=reference)
    for position, name in enumerate(("Palsy", "Stroke")):
        cause = CauseFactory(group=group, page=reference, name=name, position=position)
        Citation.objects.create(cause=cause, source=SourceFactory())
    SourceFactory(publisher="Health Institute", title="Weak faces")
    page = editor_page
    page.goto(f"/admin/conditions/referencepage/{reference.pk}/change/")
    page.clock.install()

    def kept() -> Any:
        """What the browser keeps by itself, some seconds later."""
        with page.expect_response("**/autosave/"):
            page.clock.fast_forward(6_000)
        causes = UnsavedWork.objects.get().content["groups"][0]["causes"]
        return [(cause["name"], cause["citations"][0]["source"]) for cause in causes]

    _first, second = Citation.objects.order_by("pk").values_list("source", flat=True)
    page.get_by_role("button", name="Open all").click()
    item(page, "Palsy").locator(".select2-selection").click()
    page.locator(".select2-search__field").last.press_sequentially("Weak")
    page.clock.run_for(1_000)
    page.get_by_role("option", name="Health Institute: Weak faces").click()
    chosen = Source.objects.get(title="Weak faces").pk
    assert kept() == [("Palsy", chosen), ("Stroke", second)]
    for name in ("Palsy", "Stroke"):
        item(page, name).get_by_role("button", name="Close").first.click()
    handle = item(page, "Palsy").locator(":scope > .nest-name").bounding_box()
    target = item(page, "Stroke").bounding_box()
    assert handle is not None
    assert target is not None
    page.mouse.move(handle["x"] + 20, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] + 30, handle["y"] + 30, steps=5)
    page.mouse.move(target["x"] + 40, target["y"] + target["height"] + 6, steps=15)
    page.mouse.up()
    assert kept() == [("Stroke", second), ("Palsy", chosen)]
    # The preview of what is typed opens beside the form, which stays unsaved.
    page.locator("#id_lead").fill("Half a sen")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview what is typed").click()
    expect(opened.value.get_by_text("Half a sen")).to_be_visible()
    expect(opened.value.get_by_text("what you have typed. It is not saved yet.")).to_be_visible()
    asked = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto("/admin/")
    assert (asked, Revision.objects.count()) == (["beforeunload"], 0)

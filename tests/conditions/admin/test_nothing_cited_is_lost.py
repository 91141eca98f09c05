"""A cause that replies link to leaves its page: its links, citations, names and anchors go with it, never away."""

from typing import Any

import pytest
from django.test import Client

from conditions.models import Cause, CauseLink, Passage, ReferencePage, Revision
from tests.conditions.admin.page_form import decide, draft_of, opened, saved, screen
from tests.factories import (
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    ReplyFactory,
    public_question,
)
from tests.forms import filled

pytestmark = pytest.mark.django_db
STROKE = "groups-0-causes-1-DELETE"


@pytest.fixture
def stroke(reference):
    """A cause to which a public reply and two others link."""
    cause = Cause.objects.get(name="Stroke")
    cause.aliases.create(name="apoplexy")
    CauseLinkFactory(cause=cause, reply=public_question().replies.get())
    CauseLinkFactory.create_batch(2, cause=cause)
    return cause


def without_stroke(client, reference):
    saved(client, reference, {**opened(client, reference), STROKE: "on"})


def chosen(client, reference, cause, fate, **more):
    return decide(client, reference, "fates", **{f"cause{cause.pk}-fate": fate, **more})


def published(editor_client, colleague_client, reference):
    decide(editor_client, reference, "send")
    assert "Published: readers see it now." in decide(colleague_client, reference, "approve")


def page_of(reference) -> str:
    return str(Client().get(reference.get_absolute_url()).content.decode())


def test_removing_a_cited_cause_asks_where_its_links_go(editor_client, colleague_client, reference, stroke):
    without_stroke(editor_client, reference)
    shown = decide(editor_client, reference, "send")
    assert "Replies link to “Stroke”, which is removed. Say where their links go." in shown
    assert "3 replies link to it" in shown
    assert draft_of(reference).state == Revision.State.DRAFT
    assert Cause.objects.filter(pk=stroke.pk).exists()


def test_a_cause_that_nothing_links_to_is_removed_without_a_question(
    editor_client, colleague_client, reference
):
    without_stroke(editor_client, reference)
    published(editor_client, colleague_client, reference)
    assert not Cause.objects.filter(name="Stroke").exists()
    assert 'id="stroke"' in page_of(reference)


def test_merged_into_another_cause(editor_client, colleague_client, reference, stroke):
    palsy = Cause.objects.get(name="Palsy")
    both = CauseLink.objects.filter(cause=stroke).last().reply
    CauseLink.objects.create(reply=both, cause=palsy)
    cited = {
        *palsy.citations.values_list("source", flat=True),
        *stroke.citations.values_list("source", flat=True),
    }
    without_stroke(editor_client, reference)
    chosen(editor_client, reference, stroke, f"cause:{palsy.pk}")
    published(editor_client, colleague_client, reference)
    assert CauseLink.objects.confirmed().filter(cause=palsy).count() == 3
    assert Passage.objects.filter(cause=palsy).count() == 3
    assert set(palsy.citations.values_list("source", flat=True)) == cited
    assert list(palsy.aliases.values_list("name", flat=True)) == ["Stroke", "apoplexy"]
    section = page_of(reference).split('id="palsy"', 1)[1].split("<h3", 1)[0]
    assert '<span id="stroke"' in section


def test_its_links_go_to_the_page(editor_client, colleague_client, reference, stroke):
    without_stroke(editor_client, reference)
    chosen(editor_client, reference, stroke, "page")
    published(editor_client, colleague_client, reference)
    assert CauseLink.objects.confirmed().filter(page=reference).count() == 3
    assert '<li id="stroke" tabindex="-1">Stroke</li>' in page_of(reference)


def test_kept_as_a_retired_cause(editor_client, colleague_client, doctor_client, reference, stroke):
    without_stroke(editor_client, reference)
    chosen(editor_client, reference, stroke, "retire")
    published(editor_client, colleague_client, reference)
    stroke.refresh_from_db()
    assert (stroke.is_retired, stroke.links.confirmed().count()) == (True, 3)
    text = page_of(reference)
    assert ('<li id="stroke" tabindex="-1">Stroke</li>' in text, ">Stroke</h3>" in text) == (True, False)
    assert stroke not in Cause.objects.public()
    assert not hasattr(Cause.objects.get(pk=stroke.pk), "index_entry")


def test_moved_to_another_page_with_its_parts(editor_client, colleague_client, reference):
    palsy = Cause.objects.get(name="Palsy")
    link = CauseLinkFactory(cause=palsy)
    other = ReferencePageFactory(title="Causes of numbness", slug="numbness", **reviewed())
    group = CauseGroupFactory(page=other, heading="Nerves")
    CauseFactory(group=group, page=other, name="Another palsy", slug="palsy")
    waiting = saved(colleague_client, other, {**opened(colleague_client, other), "lead": "Their draft."})
    saved(editor_client, reference, {**opened(editor_client, reference), "groups-0-causes-0-DELETE": "on"})
    chosen(editor_client, reference, palsy, "move", **{f"cause{palsy.pk}-page": other.slug})
    published(editor_client, colleague_client, reference)
    link.refresh_from_db()
    moved = link.cause
    assert (moved.pk, moved.page, moved.slug, moved.group) == (palsy.pk, other, "palsy-2", group)
    assert [row.name for row in moved.children.all()] == ["Small stroke"]
    assert moved.citations.count() == 1
    anchor = page_of(reference).split('<li id="palsy"', 1)[1].split("</li>", 1)[0]
    assert "/conditions/numbness/#palsy-2" in anchor
    assert ">Tiny stroke</h5>" in page_of(other)
    # The other page has a revision that tells it, and so has the draft that was under way there.
    new, old = other.revisions.told()
    names = [[cause["name"] for cause in row.content["groups"][0]["causes"]] for row in (new, old)]
    assert names == [["Another palsy", "Palsy"], ["Another palsy"]]
    waiting.refresh_from_db()
    assert [cause["name"] for cause in waiting.content["groups"][0]["causes"]] == names[0]
    assert waiting.content["fields"]["lead"] == "Their draft."


def moved(editor_client, colleague_client, reference, other, *names):
    """Move causes of the outermost level to another page, and publish that."""
    form = opened(editor_client, reference)
    causes = [Cause.objects.get(page=reference, name=name) for name in names]
    for cause in causes:
        form[f"groups-0-causes-{cause.position}-DELETE"] = "on"
    saved(editor_client, reference, form)
    more: dict[str, str] = {}
    for cause in causes:
        more |= {f"cause{cause.pk}-fate": "move", f"cause{cause.pk}-page": other.slug}
    decide(editor_client, reference, "fates", **more)
    published(editor_client, colleague_client, reference)


def of_other(name: str = "Numb hand", **fields: Any) -> ReferencePage:
    """Another page with one cause, made before there were revisions."""
    other = ReferencePageFactory(title="Causes of numbness", slug="numbness", **reviewed(), **fields)
    CauseFactory(group=CauseGroupFactory(page=other, heading="Nerves"), page=other, name=name)
    return other


def test_a_page_that_gets_two_causes_has_one_new_revision_and_one_that_tells_what_stood(
    editor_client, colleague_client, reference
):
    other = of_other()
    moved(editor_client, colleague_client, reference, other, "Palsy", "Stroke")
    told = [[cause["name"] for cause in row.content["groups"][0]["causes"]] for row in other.revisions.told()]
    assert told == [["Numb hand", "Palsy", "Stroke"], ["Numb hand"]]


def test_a_page_that_is_off_the_site_gets_a_cause_that_nothing_links_to_and_keeps_its_draft(
    editor_client, colleague_client, reference
):
    other = of_other(published_at=None)
    waiting = saved(colleague_client, other, {**opened(colleague_client, other), "lead": "Their draft."})
    moved(editor_client, colleague_client, reference, other, "Palsy")
    waiting.refresh_from_db()
    assert waiting.content["fields"]["lead"] == "Their draft."
    assert [cause["name"] for cause in waiting.content["groups"][0]["causes"]] == ["Numb hand", "Palsy"]


def test_a_cited_cause_does_not_vanish_with_a_page_that_is_off_the_site(
    editor_client, colleague_client, stranger, reference, stroke
):
    thread = stroke.links.confirmed().first().reply.question.get_absolute_url()
    other, words = (
        of_other(published_at=None),
        "replies that link to “Stroke” would lose it. Publish it first.",
    )
    without_stroke(editor_client, reference)
    more = {f"cause{stroke.pk}-page": other.slug}
    assert words in chosen(editor_client, reference, stroke, "move", **more)
    ReferencePage.objects.filter(pk=other.pk).update(published_at=reference.published_at)
    assert words not in chosen(editor_client, reference, stroke, "move", **more)
    ReferencePage.objects.filter(pk=other.pk).update(published_at=None)
    assert words in decide(editor_client, reference, "send")
    assert f"{reference.get_absolute_url()}#stroke" in stranger.get(thread).content.decode()


def test_choices_saved_again_leave_earlier_ones_as_they_are(
    editor_client, colleague_client, reference, stroke
):
    other, palsy = of_other(), Cause.objects.get(name="Palsy")
    CauseLinkFactory(cause=palsy)
    form = {**opened(editor_client, reference), STROKE: "on", "groups-0-causes-0-DELETE": "on"}
    saved(editor_client, reference, form)
    chosen(editor_client, reference, palsy, "move", **{f"cause{palsy.pk}-page": other.slug})
    shown = editor_client.get(screen(reference, "publication"))
    fates = filled(shown, "fates-form")
    assert (fates[f"cause{palsy.pk}-fate"], fates[f"cause{palsy.pk}-page"]) == ("move", "")
    decide(editor_client, reference, "fates", **{**fates, f"cause{stroke.pk}-fate": "page"})
    group = other.groups.get()
    decided = {row["cause"]: (row["kind"], row["target"]) for row in draft_of(reference).content["removals"]}
    assert decided == {palsy.pk: ("move", group.pk), stroke.pk: ("page", 0)}
    published(editor_client, colleague_client, reference)
    palsy.refresh_from_db()
    assert palsy.page == other


def test_a_merge_that_is_chosen_again_gives_names_once(editor_client, reference, stroke):
    palsy = Cause.objects.get(name="Palsy")
    without_stroke(editor_client, reference)
    chosen(editor_client, reference, stroke, f"cause:{palsy.pk}")
    saved(editor_client, reference, {**opened(editor_client, reference), "groups-0-causes-0-other_names": ""})
    chosen(editor_client, reference, stroke, f"cause:{palsy.pk}")
    document = draft_of(reference).content
    assert document["groups"][0]["causes"][0]["other_names"] == []
    assert document["removals"] == [{"cause": stroke.pk, "kind": "cause", "target": palsy.pk}]


@pytest.mark.parametrize(
    ("slug", "words"), [("", "Choose the page"), ("bare", "has no heading to move it under")]
)
def test_a_move_needs_a_page_with_a_heading(editor_client, reference, stroke, slug, words):
    ReferencePageFactory(title="Bare", slug="bare")
    without_stroke(editor_client, reference)
    shown = chosen(editor_client, reference, stroke, "move", **{f"cause{stroke.pk}-page": slug})
    assert words in shown
    assert draft_of(reference).content["removals"] == []


@pytest.mark.parametrize("part_fate", ["move", "page"])
def test_parts_go_along_inside_a_moved_cause_unless_they_go_elsewhere(
    editor_client, colleague_client, reference, part_fate
):
    other, names = of_other(), ("Palsy", "Small stroke", "Tiny stroke")
    palsy, small, tiny = (Cause.objects.get(name=name) for name in names)
    for cause in (palsy, small, tiny):
        CauseLinkFactory(cause=cause)
    saved(editor_client, reference, {**opened(editor_client, reference), "groups-0-causes-0-DELETE": "on"})
    more = {f"cause{cause.pk}-page": other.slug for cause in (palsy, small, tiny)}
    more |= {
        f"cause{palsy.pk}-fate": "move",
        f"cause{small.pk}-fate": part_fate,
        f"cause{tiny.pk}-fate": "move",
    }
    decide(editor_client, reference, "fates", **more)
    published(editor_client, colleague_client, reference)
    parents = dict(other.causes.values_list("name", "parent__name"))
    inside = {"Numb hand": None, "Palsy": None}
    if part_fate == "move":
        assert parents == {**inside, "Small stroke": "Palsy", "Tiny stroke": "Small stroke"}
    else:
        assert parents == {**inside, "Tiny stroke": None}
    on_page = CauseLink.objects.confirmed().filter(page=reference).count()
    assert (CauseLink.objects.confirmed().count(), on_page) == (3, 0 if part_fate == "move" else 1)


def reviewed() -> dict[str, Any]:
    return {"reviewed_by": "Dr Reviewer", "last_reviewed_on": "2026-01-02"}


def test_a_draft_whose_cause_was_cited_meanwhile_is_asked_at_its_time(
    editor_client, colleague_client, reference
):
    without_stroke(editor_client, reference)
    decide(editor_client, reference, "send")
    CauseLinkFactory(cause=Cause.objects.get(name="Stroke"))
    assert "Say where their links go." in decide(colleague_client, reference, "approve")
    assert CauseLink.objects.count() == 1


def test_a_removal_taken_back_keeps_everything(editor_client, colleague_client, reference, stroke):
    before = opened(editor_client, reference)
    without_stroke(editor_client, reference)
    chosen(editor_client, reference, stroke, "page")
    decide(editor_client, reference, "throw_away")
    assert opened(editor_client, reference)["groups-0-causes-1-name"] == before["groups-0-causes-1-name"]
    assert stroke.links.confirmed().count() == 3


def test_a_former_address_leads_to_the_page_for_ever(editor_client, colleague_client, stranger, reference):
    first = reference.get_absolute_url()
    for slug in ("second-address", "third-address"):
        saved(editor_client, reference, {**opened(editor_client, reference), "slug": slug})
        published(editor_client, colleague_client, reference)
    for old in (first, "/conditions/second-address/"):
        answer = stranger.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/conditions/third-address/")
    other = ReferencePageFactory(**reviewed())
    saved(editor_client, other, {**opened(editor_client, other), "slug": "second-address"})
    assert "was that of another page" in decide(editor_client, other, "send")


def test_a_page_that_is_down_gives_its_former_address_away_to_nobody(editor_client, stranger, reference):
    reference.former_addresses.create(slug="former")
    ReferencePage.objects.update(published_at=None)
    assert stranger.get("/conditions/former/").status_code == 404


def test_a_page_that_was_taken_down_still_knows_its_address_and_anchors(
    editor_client, colleague_client, stranger, reference
):
    first = reference.get_absolute_url()
    shown = decide(editor_client, reference, "take_down", reason="wrong dose")
    assert "The page was on the site and was taken off." in shown
    form = {**opened(editor_client, reference), "slug": "new-address", "groups-0-causes-0-slug": "weakness"}
    saved(editor_client, reference, {**form, STROKE: "on", "change_reason": "the right dose"})
    published(editor_client, colleague_client, reference)
    assert stranger.get(first).headers["Location"] == "/conditions/new-address/"
    reference.refresh_from_db()
    text = page_of(reference)
    assert ('<span id="palsy"' in text, 'id="stroke"' in text, "the right dose" in text) == (True, True, True)


def test_a_page_that_was_taken_down_is_deleted_only_with_a_place_for_its_address(
    administrator_client, editor_client, stranger, reference
):
    delete, other, first = screen(reference, "delete"), ReferencePageFactory(), reference.get_absolute_url()
    decide(editor_client, reference, "take_down", reason="wrong dose")
    assert "It was on the site, so its address keeps working too." in (
        administrator_client.post(delete, {"delete": "yes"}).content.decode()
    )
    administrator_client.post(delete, {"delete": "yes", "target": other.slug})
    assert stranger.get(first).headers["Location"] == other.get_absolute_url()


def test_a_former_anchor_leads_to_the_cause_for_ever_and_is_not_given_to_another(
    editor_client, colleague_client, reference
):
    for slug in ("weakness", "weak-face"):
        saved(editor_client, reference, {**opened(editor_client, reference), "groups-0-causes-0-slug": slug})
        published(editor_client, colleague_client, reference)
    text = page_of(reference)
    section = text.split('id="weak-face"', 1)[1].split("<h3", 1)[0]
    assert ('<span id="palsy"' in section, '<span id="weakness"' in section) == (True, True)
    saved(
        editor_client, reference, {**opened(editor_client, reference), "groups-0-causes-1-slug": "weakness"}
    )
    assert "The anchor “weakness” led somewhere else before" in decide(editor_client, reference, "send")
    saved(
        editor_client,
        reference,
        {
            **opened(editor_client, reference),
            "groups-0-causes-1-slug": "stroke",
            "groups-0-causes-0-slug": "palsy",
        },
    )
    published(editor_client, colleague_client, reference)
    assert set(reference.former_anchors.values_list("slug", flat=True)) == {"weakness", "weak-face"}


def test_a_proposal_does_not_outweigh_a_confirmed_link(editor_client, colleague_client, reference, stroke):
    palsy, reply = Cause.objects.get(name="Palsy"), ReplyFactory()
    CauseLink.objects.create(reply=reply, cause=stroke)
    CauseLinkFactory(reply=reply, cause=palsy)
    without_stroke(editor_client, reference)
    chosen(editor_client, reference, stroke, f"cause:{palsy.pk}")
    published(editor_client, colleague_client, reference)
    assert CauseLink.objects.get(reply=reply).state == CauseLink.State.CONFIRMED


def test_deleting_a_page_asks_where_everything_goes(
    administrator_client, editor_client, stranger, reference, stroke
):
    delete, other = screen(reference, "delete"), ReferencePageFactory()
    CauseLinkFactory(cause=None, page=reference)
    reference.former_addresses.create(slug="long-ago")
    first = reference.get_absolute_url()
    assert editor_client.get(delete).status_code == 403
    assert "4 replies link to it" in administrator_client.get(delete).content.decode()
    assert administrator_client.post(delete, {"delete": "yes"}).status_code == 200
    assert ReferencePage.objects.filter(pk=reference.pk).exists()
    administrator_client.post(delete, {"delete": "yes", "target": other.slug})
    assert not ReferencePage.objects.filter(pk=reference.pk).exists()
    assert CauseLink.objects.confirmed().filter(page=other).count() == 4
    for old in (first, "/conditions/long-ago/"):
        assert stranger.get(old).headers["Location"] == other.get_absolute_url()


def test_a_page_that_nobody_knows_is_deleted_without_a_question(administrator_client, reference):
    ReferencePage.objects.update(published_at=None)
    administrator_client.post(screen(reference, "delete"), {"delete": "yes"})
    assert not ReferencePage.objects.exists()


def test_pages_are_not_deleted_by_the_dozen(administrator_client, reference):
    pages = screen(reference, "change").replace(f"{reference.pk}/change/", "")
    assert "delete_selected" not in administrator_client.get(pages).content.decode()

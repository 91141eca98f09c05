"""What readers have kept of a page leads on for ever: also when headings change places or the page is deleted."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from conditions.actions.pages import delete_page
from conditions.actions.revisions import publish
from conditions.models import Cause, CauseGroup, CauseLink, Citation, FormerAnchor, ReferencePage
from conditions.revisions.heading_numbers import KEPT_BY
from tests.conditions.admin.page_form import decide, opened, put_on_the_site, saved, screen
from tests.factories import (
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    ReplyFactory,
    SourceFactory,
)
from tests.forms import filled

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def shown(page: Any) -> str:
    return str(Client().get(page.get_absolute_url()).content.decode())


def entry(page: Any, anchor: str) -> str:
    """What stands under an anchor among what is no longer told on the page."""
    return shown(page).split(f'<li id="{anchor}" tabindex="-1">', 1)[1].split("</li>", 1)[0]


@pytest.fixture
def other(db: None) -> ReferencePage:
    """A page with a cause whose anchor the deleted page has too."""
    page = ReferencePageFactory(title="Causes of numbness", slug="numbness")
    CauseFactory(page=page, group=CauseGroupFactory(page=page), name="Stroke")
    return page


def test_the_anchors_of_a_deleted_page_work_where_it_leads(
    administrator_client: Client, reference: ReferencePage, other: ReferencePage
) -> None:
    heading = reference.groups.get().anchor
    reference.former_anchors.create(slug="weakness", name="Weakness", cause=Cause.objects.get(name="Palsy"))
    asked = administrator_client.get(screen(reference, "delete")).content.decode()
    assert ("one link stays" in asked, "anchors of its causes and headings work" in asked) == (True, True)
    administrator_client.post(screen(reference, "delete"), {"delete": "yes", "target": other.slug})
    for anchor, name in (("palsy", "Palsy"), ("weakness", "Weakness"), (heading, "Nerves")):
        assert entry(other, anchor) == f"{name} (before on “{reference}”)"
    text = shown(other)
    assert [text.count(f'id="{anchor}"') for anchor in ("stroke", "small-stroke")] == [1, 1]


def test_an_anchor_on_another_page_that_led_to_the_deleted_one_leads_where_that_does(
    reference: ReferencePage, other: ReferencePage
) -> None:
    third, palsy = ReferencePageFactory(), Cause.objects.get(name="Palsy")
    for page in (other, third):
        page.former_anchors.create(slug="palsy-before", name="Palsy", cause=palsy)
    delete_page(page=reference, target=other, actor=None)
    address = other.get_absolute_url()
    assert entry(third, "palsy-before") == f'Palsy: <a href="{address}">see “Causes of numbness”</a>'
    assert entry(other, "palsy-before") == "Palsy"
    last = ReferencePageFactory()
    delete_page(page=other, target=last, actor=None)
    assert last.get_absolute_url() in entry(third, "palsy-before")
    ReferencePage.objects.filter(pk=last.pk).update(published_at=None)
    assert entry(third, "palsy-before") == "Palsy"


def test_a_page_that_nobody_has_seen_leaves_no_anchors(
    reference: ReferencePage, other: ReferencePage
) -> None:
    ReferencePage.objects.filter(pk=reference.pk).update(published_at=None)
    delete_page(page=reference, target=other, actor=None)
    assert FormerAnchor.objects.count() == 0


def test_an_anchor_of_a_cause_that_moved_here_and_is_removed_leads_to_this_page(
    editor_client: Client, reference: ReferencePage, other: ReferencePage
) -> None:
    stroke = Cause.objects.get(page=reference, name="Stroke")
    other.former_anchors.create(slug="stroke-before", name="Stroke", cause=stroke)
    form = {**opened(editor_client, reference), "groups-0-causes-1-DELETE": "on"}
    put_on_the_site(editor_client, reference, form)
    assert f'<a href="{reference.get_absolute_url()}">' in entry(other, "stroke-before")


def test_a_cause_that_is_merged_into_one_of_another_page_takes_everything_along(
    editor_client: Client, colleague_client: Client, reference: ReferencePage, other: ReferencePage
) -> None:
    gone, into = Cause.objects.get(page=reference, name="Stroke"), Cause.objects.get(page=other)
    Cause.objects.filter(pk=into.pk).update(name="Brain attack", slug="brain-attack")
    gone.aliases.create(name="apoplexy")
    into.aliases.create(name="Apoplexy")
    both, shared = ReplyFactory(), gone.citations.get().source
    own = SourceFactory()
    Citation.objects.create(cause=into, source=own)
    for reply, cause in ((both, gone), (both, into), (ReplyFactory(), gone)):
        CauseLinkFactory(reply=reply, cause=cause)
    saved(editor_client, reference, {**opened(editor_client, reference), "groups-0-causes-1-DELETE": "on"})
    fate, chosen = f"cause{gone.pk}-fate", f"cause{gone.pk}-cause"
    for wrong, words in (
        ("", "Choose the cause into which it is merged."),
        (Cause.objects.get(name="Palsy").pk, "Choose a cause of another page on the site."),
    ):
        assert words in decide(editor_client, reference, "fates", **{fate: "elsewhere", chosen: wrong})
    decide(editor_client, reference, "fates", **{fate: "elsewhere", chosen: into.pk})
    # Saved again as it is shown, it stays what it is.
    again = filled(editor_client.get(screen(reference, "publication")), "fates-form")
    assert (again[fate], again[chosen]) == ("elsewhere", str(into.pk))
    decide(editor_client, reference, "fates", **again)
    decide(editor_client, reference, "send")
    assert "Published: readers see it now." in decide(colleague_client, reference, "approve")
    assert CauseLink.objects.confirmed().filter(cause=into).count() == 2
    assert list(into.aliases.values_list("name", flat=True)) == ["Apoplexy", "Stroke"]
    assert list(into.citations.values_list("source", flat=True)) == [own.pk, shared.pk]
    assert entry(reference, "stroke").count(f"{other.get_absolute_url()}#brain-attack") == 1
    new, old = other.revisions.told()
    names = [row.content["groups"][0]["causes"][0]["other_names"] for row in (new, old)]
    assert names == [["Apoplexy", "Stroke"], ["Apoplexy"]]
    assert new.reason == f"A cause came from “{reference}”"
    assert not Cause.objects.filter(pk=gone.pk).exists()


def test_a_cause_is_not_lost_when_the_one_of_another_page_is_taken_off_the_site(
    editor_client: Client, reference: ReferencePage, other: ReferencePage
) -> None:
    gone = CauseLinkFactory(cause=Cause.objects.get(page=reference, name="Stroke")).cause
    saved(editor_client, reference, {**opened(editor_client, reference), "groups-0-causes-1-DELETE": "on"})
    choice = {f"cause{gone.pk}-fate": "elsewhere", f"cause{gone.pk}-cause": other.causes.get().pk}
    decide(editor_client, reference, "fates", **choice)
    ReferencePage.objects.filter(pk=other.pk).update(published_at=None)
    assert "would lose it. Publish it first." in decide(editor_client, reference, "send")
    other.causes.update(is_retired=True)
    assert "would go to a cause that is gone." in decide(editor_client, reference, "send")


def test_what_was_published_during_an_update_keeps_the_numbers_of_its_headings(
    reference: ReferencePage,
) -> None:
    nerves = reference.groups.get()
    steps = MigrationRecorder.Migration.objects.filter(app="conditions", name=KEPT_BY)
    for ago, noted in ((timedelta(days=3), []), (timedelta(hours=1), [("group-1", nerves.pk)])):
        assert steps.update(applied=timezone.now() - ago) == 1
        for _run in range(2):
            call_command("rebuild_related", verbosity=0)
        assert list(reference.former_anchors.values_list("slug", "group")) == noted
    assert shown(reference).count('<span id="group-1"') == 1


def test_a_heading_keeps_its_anchor_wherever_it_stands_and_when_it_goes(
    editor_client: Client, reference: ReferencePage
) -> None:
    nerves = reference.groups.get()
    blood = CauseGroupFactory(page=reference, heading="Blood", position=1)
    CauseFactory(page=reference, group=blood, name="Anaemia")
    import_module("conditions.migrations.0123_former_heading_numbers").fill(apps, None)
    for position, group in enumerate([blood.pk, nerves.pk]):
        CauseGroup.objects.filter(pk=group).update(position=position)
    section = shown(reference).split(f'<section class="cause-group" id="heading-{nerves.pk}"', 1)[1]
    assert section.split("<h2>", 1)[0].count('<span id="group-1"') == 1
    draft = saved(editor_client, reference, opened(editor_client, reference) | {"groups-0-DELETE": "on"})
    publish(revision=draft, actor=None)
    for anchor in (blood.anchor, "group-2"):
        assert entry(reference, anchor) == "Blood"
    editor_client.post(screen(reference, "restore"), {"revision": draft.based_on_id})
    publish(revision=reference.revisions.open().get(), actor=None)
    text = shown(reference)
    assert [text.count(f'id="{anchor}"') for anchor in (blood.anchor, "group-2")] == [1, 1]

"""Any two revisions side by side, and an earlier one brought back whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import Cause, Citation, Revision
from conditions.revisions.read import standing_document
from conditions.revisions.told import told_changes
from tests.conditions.admin.page_form import decide, draft_of, opened, put_on_the_site, saved, screen
from tests.factories import CauseLinkFactory, ReferencePageFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def compared(client, reference, **chosen):
    return client.get(screen(reference, "compare"), chosen).content.decode()


@pytest.fixture
def published(editor_client, reference):
    """The page after one publication that changed words, tree, names, sources and related pages."""
    form = opened(editor_client, reference)
    form.update(
        {
            "lead": "Several things may cause it.",
            "groups-0-causes-0-other_names": "facial palsy",
            "groups-0-causes-1-position": "0",
            "groups-0-causes-0-position": "1",
            "groups-0-causes-0-children-0-DELETE": "on",
            "groups-0-causes-1-citations-0-source": SourceFactory(publisher="NHS", title="Stroke").pk,
            "related": [ReferencePageFactory(title="Causes of twitching").pk],
        }
    )
    put_on_the_site(editor_client, reference, form)
    return reference


def test_words_tree_names_and_sources_are_compared(editor_client, published):
    text = compared(editor_client, published)
    for told in (
        "Several things <del>can</del> <ins>may</ins> cause it.",
        "<ins>facial palsy</ins>",
        "<ins>Causes of twitching</ins>",
        "NHS: Stroke",
        "Order",
        "Small stroke",
        "removed",
    ):
        assert told in text, told


def test_any_two_are_compared_and_what_is_no_revision_is_left(editor_client, published):
    new, old = published.revisions.told()
    assert "They say the same." in compared(editor_client, published, old=new.pk, new=new.pk)
    back = compared(editor_client, published, old=new.pk, new=old.pk)
    assert "Several things <del>may</del> <ins>can</ins> cause it." in back
    assert f"From revision {old.pk} to revision {new.pk}" in compared(
        editor_client, published, old="x", new="0"
    )
    assert "There is no revision yet" in compared(editor_client, ReferencePageFactory())


def test_a_whole_revision_comes_back_as_a_draft(editor_client, colleague_client, reference):
    first = standing_document(reference)
    keys = {cause.name: cause.pk for cause in Cause.objects.all()}
    link = CauseLinkFactory(cause=Cause.objects.get(name="Palsy"))
    form = opened(editor_client, reference)
    form.update(
        {"groups-0-causes-0-children-0-DELETE": "on", "lead": "Wrong.", "groups-0-causes-1-name": "Apoplexy"}
    )
    put_on_the_site(editor_client, reference, form)
    assert Cause.objects.count() == 2
    old = reference.revisions.get(state=Revision.State.SUPERSEDED)
    editor_client.post(screen(reference, "restore"), {"revision": old.pk})
    assert draft_of(reference).reason == f"revision {old.pk} again"
    assert opened(editor_client, reference)["lead"] == first.fields["lead"]
    decide(editor_client, reference, "send")
    decide(colleague_client, reference, "approve")
    reference.refresh_from_db()
    assert standing_document(reference) == first
    assert {cause.name: cause.pk for cause in Cause.objects.all()} == keys
    assert Citation.objects.count() == 4
    link.refresh_from_db()
    assert link.cause.name == "Palsy"


def test_nothing_comes_back_over_a_draft(editor_client, published):
    saved(editor_client, published, {**opened(editor_client, published), "lead": "Draft."})
    old = published.revisions.get(state=Revision.State.SUPERSEDED)
    answer = editor_client.post(screen(published, "restore"), {"revision": old.pk}, follow=True)
    assert "A draft is under way." in answer.content.decode()
    assert draft_of(published).content["fields"]["lead"] == "Draft."


def test_only_editors_bring_back(doctor_client, editor_client, published):
    old = published.revisions.get(state=Revision.State.SUPERSEDED)
    assert doctor_client.post(screen(published, "restore"), {"revision": old.pk}).status_code == 403
    assert editor_client.get(screen(published, "restore")).status_code == 405
    assert editor_client.post(screen(published, "restore"), {"revision": "x"}).status_code == 404


def test_readers_are_told_what_changed_in_one_line_each(editor_client, stranger, reference):
    assert "What changed" not in stranger.get(reference.get_absolute_url()).content.decode()
    for number, reason in enumerate(("clearer", "", "newer source")):
        form = {**opened(editor_client, reference), "lead": f"Lead {number}.", "change_reason": reason}
        put_on_the_site(editor_client, reference, form)
    text = stranger.get(reference.get_absolute_url()).content.decode()
    told = text.split("What changed</summary>", 1)[1].split("</details>", 1)[0]
    assert [line.split(": ", 1)[1].split("<")[0] for line in told.split("<li>")[1:]] == [
        "newer source",
        "Changed: lead.",
        "clearer",
    ]


def test_without_a_reason_readers_are_told_which_parts_changed(editor_client, reference, published):
    def told():
        with CaptureQueriesContext(connection) as queries:
            lines = [line.reason for line in told_changes(reference, 10)]
        return lines, len(queries)

    first, cost = told()
    assert first == ["Changed: lead, related pages, 1 heading, 2 causes. Removed: 2 causes."]
    form = {**opened(editor_client, reference), "treatment": "Rest.", "groups-0-heading": "Nerves and brain"}
    put_on_the_site(editor_client, reference, form)
    again = Revision.objects.get(state=Revision.State.PUBLISHED)
    Revision.objects.filter(pk=again.pk).update(state=Revision.State.SUPERSEDED)
    Revision.objects.create(
        page=reference,
        based_on=again,
        content=again.content,
        state=Revision.State.PUBLISHED,
        published_at=again.published_at,
    )
    assert told() == (["Published again.", "Changed: treatment, 1 heading.", *first], cost)

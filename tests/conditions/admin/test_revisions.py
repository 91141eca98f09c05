"""A change of a reference page: drafted, reviewed by a second person, published at once or at its time."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conditions.models import Cause, Citation, ReferencePage, Revision
from conditions.revisions.read import standing_document
from tests.conditions.admin.page_form import decide, draft_of, opened, saved, screen
from tests.factories import (
    CategoryFactory,
    CauseFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    SourceFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


def with_lead(client, reference, lead="New lead.", **more):
    """Save a draft with another lead."""
    return saved(client, reference, {**opened(client, reference), "lead": lead, **more})


def lead_of(reference):
    return ReferencePage.objects.get(pk=reference.pk).lead


def test_readers_see_a_change_only_after_a_second_person_has_approved_it(
    editor_client, colleague_client, editor, colleague, stranger, reference
):
    with_lead(editor_client, reference, change_reason="clearer")
    page = stranger.get(reference.get_absolute_url()).content.decode()
    assert ("New lead." in page, "Several things can cause it." in page) == (False, True)
    decide(editor_client, reference, "send")
    assert draft_of(reference).state == Revision.State.IN_REVIEW
    assert "somebody else has to approve it" in decide(editor_client, reference, "approve")
    assert lead_of(reference) == "Several things can cause it."
    assert "Published: readers see it now." in decide(colleague_client, reference, "approve")
    assert "New lead." in stranger.get(reference.get_absolute_url()).content.decode()
    new, old = reference.revisions.told()
    assert (new.state, new.author, new.reviewer, new.reason) == ("published", editor, colleague, "clearer")
    assert (old.state, old.content["fields"]["lead"]) == ("superseded", "Several things can cause it.")
    assert new.based_on == old


def test_the_first_page_counts_what_waits_for_a_second_person(editor_client, colleague_client, reference):
    with_lead(editor_client, reference)
    decide(editor_client, reference, "send")
    [queue] = [
        queue
        for queue in colleague_client.get(reverse("admin:index")).context["queues"]
        if queue.label == "Pages that wait for a second person"
    ]
    assert queue.count == 1
    assert list(colleague_client.get(queue.address).context["cl"].queryset) == [reference]


def test_one_person_may_do_it_alone_where_the_site_says_so(editor_client, reference, settings):
    settings.PAGES_NEED_SECOND_PERSON = False
    with_lead(editor_client, reference)
    decide(editor_client, reference, "approve")
    assert lead_of(reference) == "New lead."


def test_a_change_after_it_was_sent_has_to_be_approved_anew(editor_client, colleague_client, reference):
    with_lead(editor_client, reference)
    decide(editor_client, reference, "send")
    before = draft_of(reference).version
    with_lead(editor_client, reference, "Changed once more.")
    assert draft_of(reference).state == Revision.State.DRAFT
    sent = {"decision": "approve", "version": before}
    answer = colleague_client.post(screen(reference, "publication"), sent, follow=True)
    assert "Somebody changed it meanwhile." in answer.content.decode()
    assert lead_of(reference) == "Several things can cause it."


def test_a_reason_alone_is_a_change(editor_client, colleague_client, editor, reference):
    with_lead(colleague_client, reference, change_reason="claerer")
    decide(colleague_client, reference, "send")
    saved(editor_client, reference, {**opened(editor_client, reference), "change_reason": "clearer"})
    draft = draft_of(reference)
    assert (draft.reason, draft.author, draft.state) == ("clearer", editor, Revision.State.DRAFT)
    before = draft.version
    saved(editor_client, reference, opened(editor_client, reference))
    assert draft_of(reference).version == before
    saved(editor_client, reference, {**opened(editor_client, reference), "change_reason": ""})
    assert draft_of(reference).reason == ""


def test_who_changed_nothing_is_told_so(editor_client, reference):
    form = {**opened(editor_client, reference), "change_reason": "clearer"}
    shown = editor_client.post(screen(reference, "change"), form, follow=True).content.decode()
    assert ("Nothing was stored" in shown, "Saved as a draft" in shown) == (True, False)
    assert Revision.objects.count() == 0


@pytest.mark.parametrize("part_is_retired", [True, False])
def test_nothing_that_is_told_stands_in_a_retired_cause(
    editor_client, colleague_client, reference, part_is_retired
):
    form = {**opened(editor_client, reference), "groups-0-causes-0-is_retired": "on"}
    inner = "groups-0-causes-0-children-0"
    if part_is_retired:
        form |= {f"{inner}-is_retired": "on", f"{inner}-children-0-is_retired": "on"}
    saved(editor_client, reference, form)
    words = "“Small stroke” stands in “Palsy”, which is retired. Move it out, or retire it too."
    assert (words in decide(editor_client, reference, "send")) != part_is_retired


def test_a_cause_that_stands_too_deep_is_refused_and_lifted_by_the_form(editor_client, reference):
    tiny = Cause.objects.get(name="Tiny stroke")
    CauseFactory(group=tiny.group, page=reference, name="Tiniest stroke", parent=tiny)
    with_lead(editor_client, reference)
    draft = draft_of(reference)
    content = standing_document(reference).to_json()
    Revision.objects.filter(pk=draft.pk).update(content=content)
    words = "“Tiniest stroke” stands more than three levels deep."
    assert words in decide(editor_client, reference, "send")
    saved(editor_client, reference, opened(editor_client, reference))
    assert words not in decide(editor_client, reference, "send")
    small = draft_of(reference).content["groups"][0]["causes"][0]["parts"][0]
    assert [part["name"] for part in small["parts"]] == ["Tiny stroke", "Tiniest stroke"]


def test_an_approved_page_is_published_at_its_time(editor_client, colleague_client, reference):
    with_lead(editor_client, reference)
    decide(editor_client, reference, "send")
    moment = timezone.localtime() + timedelta(hours=2)
    decide(colleague_client, reference, "schedule", moment=moment.strftime("%Y-%m-%dT%H:%M"))
    assert draft_of(reference).state == Revision.State.SCHEDULED
    call_command("publish_scheduled")
    assert lead_of(reference) == "Several things can cause it."
    Revision.objects.update(publish_at=timezone.now())
    call_command("publish_scheduled")
    call_command("publish_scheduled")
    assert lead_of(reference) == "New lead."
    assert reference.revisions.filter(state="published").count() == 1


def test_a_time_that_is_over_is_refused(editor_client, colleague_client, reference):
    with_lead(editor_client, reference)
    decide(editor_client, reference, "send")
    shown = decide(colleague_client, reference, "schedule", moment="2020-01-01T10:00")
    assert "Give a day and a time that are still to come." in shown
    assert draft_of(reference).state == Revision.State.IN_REVIEW


def test_what_cannot_be_published_at_its_time_goes_back_and_says_why(
    editor_client, colleague_client, reference, capsys
):
    with_lead(editor_client, reference, slug="taken-later")
    decide(editor_client, reference, "send")
    moment = timezone.localtime() + timedelta(hours=2)
    decide(colleague_client, reference, "schedule", moment=moment.strftime("%Y-%m-%dT%H:%M"))
    ReferencePageFactory(slug="taken-later")
    Revision.objects.filter(state="scheduled").update(publish_at=timezone.now())
    call_command("publish_scheduled")
    draft = draft_of(reference)
    assert (draft.state, draft.trouble) == ("in_review", "Another page has the address “taken-later”.")
    assert "was not published" in capsys.readouterr().err


def test_what_has_to_be_put_right_is_named_and_keeps_it_from_review(editor_client, reference):
    form = opened(editor_client, reference)
    form.update(
        {
            "reviewed_by": "",
            "last_reviewed_on": "",
            "next_review_on": "",
            "groups-0-causes-1-citations-0-DELETE": "on",
        }
    )
    saved(editor_client, reference, form)
    shown = decide(editor_client, reference, "send")
    assert "Say who reviewed the page, and when: readers are told." in shown
    assert "“Stroke” names no source. Cite one, or mark it as editorial." in shown
    assert draft_of(reference).state == Revision.State.DRAFT


def test_the_next_review_is_planned_when_it_is_published(editor_client, colleague_client, reference):
    with_lead(editor_client, reference, next_review_on="", last_reviewed_on="2026-08-31")
    decide(editor_client, reference, "send")
    decide(colleague_client, reference, "approve")
    reference.refresh_from_db()
    assert str(reference.next_review_on) == "2029-08-31"


def test_a_new_page_is_begun_written_and_published(editor_client, colleague_client, stranger):
    category = CategoryFactory()
    add = reverse("admin:conditions_referencepage_add")
    sent = {"category": category.pk, "title": "Causes of numbness", "slug": "numbness", "kind": "symptom"}
    assert editor_client.post(add, sent).status_code == 302
    page = ReferencePage.objects.get(slug="numbness")
    assert (page.published_at, page.lead) == (None, "")
    assert stranger.get(page.get_absolute_url()).status_code == 404
    form = opened(editor_client, page)
    form.update(
        {
            "lead": "Nerves are pressed.",
            "question_heading": "What numbs?",
            "reviewed_by": "Dr A",
            "last_reviewed_on": "2026-01-02",
        }
    )
    saved(editor_client, page, form)
    page.refresh_from_db()
    assert page.lead == ""
    decide(editor_client, page, "send")
    decide(colleague_client, page, "approve")
    assert "Nerves are pressed." in stranger.get(page.get_absolute_url()).content.decode()


def test_a_draft_thrown_away_leaves_what_stands(editor_client, reference):
    with_lead(editor_client, reference)
    decide(editor_client, reference, "throw_away")
    assert opened(editor_client, reference)["lead"] == "Several things can cause it."
    assert Revision.objects.filter(state="discarded").count() == 1


def test_a_page_is_taken_off_the_site_at_once_and_comes_back_whole(
    editor_client, colleague_client, stranger, reference
):
    link = CauseLinkFactory(cause=Cause.objects.get(name="Palsy"))
    decide(editor_client, reference, "take_down", reason="wrong dose")
    assert stranger.get(reference.get_absolute_url()).status_code == 404
    assert reference.history.first().history_change_reason == "wrong dose"
    saved(editor_client, reference, opened(editor_client, reference))
    decide(editor_client, reference, "send")
    decide(colleague_client, reference, "approve")
    assert stranger.get(reference.get_absolute_url()).status_code == 200
    link.refresh_from_db()
    assert link.cause.name == "Palsy"


def test_a_page_taken_off_the_site_does_not_come_back_by_itself(
    editor_client, colleague_client, stranger, reference
):
    with_lead(editor_client, reference)
    decide(editor_client, reference, "send")
    moment = timezone.localtime() + timedelta(hours=2)
    decide(colleague_client, reference, "schedule", moment=moment.strftime("%Y-%m-%dT%H:%M"))
    shown = decide(editor_client, reference, "take_down", reason="wrong dose")
    assert "What was scheduled is a draft again" in shown
    assert "It could not be published at its time. The page was taken off the site before." in shown
    Revision.objects.exclude(publish_at=None).update(publish_at=timezone.now())
    call_command("publish_scheduled")
    assert stranger.get(reference.get_absolute_url()).status_code == 404
    draft = draft_of(reference)
    assert (draft.state, draft.reviewer, draft.publish_at) == (Revision.State.DRAFT, None, None)
    decide(editor_client, reference, "send")
    decide(colleague_client, reference, "approve")
    assert "New lead." in stranger.get(reference.get_absolute_url()).content.decode()


def test_any_revision_is_previewed_as_readers_would_see_it(editor_client, stranger, reference):
    question = public_question(title="Half my face dropped")
    CauseLinkFactory(reply=question.replies.get(), cause=Cause.objects.get(name="Palsy"))
    form = opened(editor_client, reference)
    form.update({"lead": "New lead.", "groups-0-causes-0-name": "Weakness", "groups-0-causes-1-DELETE": "on"})
    saved(editor_client, reference, form)
    shown = editor_client.get(screen(reference, "preview")).content.decode()
    assert ("New lead." in shown, ">Weakness</h" in shown, "Half my face dropped" in shown) == (
        True,
        True,
        True,
    )
    assert ("Small stroke" in shown, ">Stroke</h" in shown) == (True, False)
    decide(editor_client, reference, "throw_away")
    thrown = Revision.objects.get(state="discarded")
    first = editor_client.get(f"{screen(reference, 'preview')}?revision={thrown.pk}").content.decode()
    assert "New lead." in first
    for wrong in ("x", "99999"):
        assert editor_client.get(f"{screen(reference, 'preview')}?revision={wrong}").status_code == 404
    assert stranger.get(screen(reference, "preview")).status_code == 302


@pytest.mark.parametrize("name", ["publication", "compare", "preview", "merge"])
def test_a_reader_of_pages_changes_nothing(doctor_client, editor_client, reference, name):
    with_lead(editor_client, reference)
    expected = 403 if name == "merge" else 200
    assert doctor_client.get(screen(reference, name)).status_code == expected
    assert doctor_client.post(screen(reference, "publication"), {"decision": "send"}).status_code == 403
    assert doctor_client.post(screen(reference, "publication"), {"decision": "approve"}).status_code == 403
    assert Client().get(screen(reference, name)).status_code == 302


def test_the_screens_cost_the_same_for_any_number_of_causes(editor_client, reference):
    screens, costs = [screen(reference, name) for name in ("publication", "compare", "preview")], []
    for number in range(2):
        with_lead(editor_client, reference, f"Lead {number}.")
        editor_client.get(screens[0])
        with CaptureQueriesContext(connection) as queries:
            for each in screens:
                assert editor_client.get(each).status_code == 200
        costs.append(len(queries))
        decide(editor_client, reference, "throw_away")
        for place in range(6):
            group = reference.groups.get()
            cause = CauseFactory(page=reference, group=group, name=f"More {number} {place}", position=9)
            Citation.objects.create(cause=cause, source=SourceFactory())
    assert costs[0] == costs[1]

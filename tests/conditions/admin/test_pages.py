"""The form of a reference page: conflicts, history, preview, what follows from saving, cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conditions.actions import revisions
from conditions.models import Cause, Citation, ReferencePage, Revision
from tests.conditions.admin.page_form import address, opened, put_on_the_site
from tests.factories import (
    CauseFactory,
    CauseGroupFactory,
    ReferencePageFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_saving_unchanged_changes_nothing(editor_client, reference):
    palsy = Cause.objects.get(name="Palsy")
    Cause.objects.filter(pk=palsy.pk).update(text="It weakens.\r\n\r\nSuddenly.")
    before = list(Cause.objects.order_by("pk").values())
    response = editor_client.post(address(reference), opened(editor_client, reference))
    assert response.status_code == 302
    assert list(Cause.objects.order_by("pk").values()) == before
    reference.refresh_from_db()
    assert (reference.version, Citation.objects.count(), Revision.objects.count()) == (1, 4, 0)


def test_a_change_has_history_with_its_reason_and_its_editor(editor_client, editor, reference):
    form = opened(editor_client, reference)
    form.update({"lead": "New lead.", "change_reason": "clearer"})
    put_on_the_site(editor_client, reference, form)
    record = reference.history.first()
    assert (record.lead, record.history_change_reason, record.history_user) == (
        "New lead.",
        "clearer",
        editor,
    )
    assert (
        editor_client.get(reverse("admin:conditions_referencepage_history", args=[reference.pk])).status_code
        == 200
    )


def test_what_is_published_is_found_at_once(editor_client, reference):
    form = opened(editor_client, reference)
    form["groups-0-causes-0-text"] = "The zygomatic nerve swells."
    put_on_the_site(editor_client, reference, form)
    assert "zygomat" in Cause.objects.get(name="Palsy").index_entry.terms


def test_a_fault_of_the_engine_never_stops_an_editor(editor_client, reference, monkeypatch, caplog):
    monkeypatch.setattr(revisions, "index_page", lambda page: 1 / 0)
    form = opened(editor_client, reference)
    form["lead"] = "New lead."
    put_on_the_site(editor_client, reference, form)
    reference.refresh_from_db()
    assert (reference.lead, reference.version) == ("New lead.", 2)
    assert "run rebuild_related" in caplog.text


def test_a_stranger_does_not_see_a_draft_but_an_editor_previews_it(editor_client, stranger, reference):
    reference.published_at = None
    reference.save()
    preview = reverse("admin:conditions_referencepage_preview", args=[reference.pk])
    assert stranger.get(reference.get_absolute_url()).status_code == 404
    assert stranger.get(preview).status_code == 302
    shown = editor_client.get(preview)
    assert shown.status_code == 200
    assert "Small stroke" in shown.content.decode()
    other_staff = Client()
    other_staff.force_login(UserFactory(is_staff=True))
    assert other_staff.get(preview).status_code == 403


def test_a_doctor_reads_but_does_not_change(doctor_client, reference):
    shown = doctor_client.get(address(reference))
    assert shown.status_code == 200
    assert b'name="_save"' not in shown.content
    doctor_client.post(address(reference), {"title": "Changed"})
    assert ReferencePage.objects.get(pk=reference.pk).title != "Changed"


def test_the_form_costs_the_same_for_any_number_of_causes(editor_client, reference):
    group = reference.groups.get()
    costs = []
    editor_client.get(address(reference))
    for number in range(20):
        if number in (1, 19):
            with CaptureQueriesContext(connection) as queries:
                editor_client.get(address(reference))
            costs.append(len(queries))
        top = CauseFactory(group=group, page=reference, name=f"Top {number}", position=number + 2)
        CauseFactory(group=group, page=reference, name=f"Part {number}", parent=top)
        Citation.objects.create(cause=top, source=SourceFactory())
    assert costs[0] == costs[1]
    assert costs[0] <= 25


def test_the_lists_cost_the_same_for_any_number_of_rows(editor_client):
    lists = [reverse(f"admin:conditions_{name}_changelist") for name in ("referencepage", "cause", "source")]
    costs = []
    for _round in range(2):
        for _row in range(8):
            CauseFactory(group=CauseGroupFactory(page=ReferencePageFactory()))
            SourceFactory()
        with CaptureQueriesContext(connection) as queries:
            for shown in lists:
                assert editor_client.get(shown).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_history_of_a_page_tells_the_changes_of_its_causes(editor_client, reference):
    palsy = reference.causes.get(name="Palsy")
    palsy.text = "A sudden weakness."
    palsy.save()
    reference.causes.get(name="Small stroke").delete()
    page = editor_client.get(
        reverse("admin:conditions_referencepage_history", args=[reference.pk])
    ).content.decode()
    assert "Cause: Palsy" in page
    assert "<ins>A sudden weakness.</ins>" in page
    assert "Cause: Small stroke" in page
    assert "removed" in page


def test_history_only_tells(editor_client, reference):
    reference.lead = "Now."
    reference.save()
    number = reference.history.last().pk
    then = reverse("admin:conditions_referencepage_version", args=[reference.pk, "referencepage", number])
    assert "Bring this version back" not in editor_client.get(then).content.decode()
    assert editor_client.post(then).status_code == 403

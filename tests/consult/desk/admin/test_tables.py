"""The other screens: moderation queues, wordings, doctors, what only the system writes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from consult.models import (
    AuditEntry,
    ConsentWording,
    Contact,
    HelpfulVote,
    OutboxMessage,
    PageReport,
    Specialty,
    Tombstone,
)
from consult.safety.default_rules import default_rules
from tests.asked_again import typed_the_password
from tests.factories import DoctorFactory, QuestionFactory, SpecialtyFactory, UserFactory, public_question
from tests.forms import filled

pytestmark = pytest.mark.django_db

EDITORS_TABLES = [
    "consult_consentwording",
    "consult_doctor",
    "consult_helpfulvote",
    "consult_outboxmessage",
    "consult_pagereport",
    "consult_specialty",
    "consult_tombstone",
    "consult_topic",
]


@pytest.mark.parametrize("table", EDITORS_TABLES)
def test_editors_open_every_table_and_strangers_none(table, editor_client, stranger, neurology):
    question = public_question(specialty=neurology)
    PageReport.objects.create(path=question.get_absolute_url(), question=question, reason="spam")
    HelpfulVote.objects.create(reply=question.replies.get(), voter_hash="x", helped=False, missing="Dose?")
    AuditEntry.objects.create(action="asked", question_number=question.pk)
    Tombstone.objects.create(question_number=999)
    address = reverse(f"admin:{table}_changelist")
    assert editor_client.get(address).status_code == 200
    assert stranger.get(address).status_code == 302


@pytest.mark.parametrize("table", ["consult_auditentry", "consult_pagereport", "consult_outboxmessage"])
def test_doctors_do_not_see_what_is_for_editors(table, doctor_client):
    assert doctor_client.get(reverse(f"admin:{table}_changelist")).status_code == 403


def test_a_report_is_resolved_with_words(editor_client, editor, neurology):
    question = public_question(specialty=neurology)
    report = PageReport.objects.create(path="/questions/1/", question=question, reason="dangerous")
    address = reverse("admin:consult_pagereport_change", args=[report.pk])
    form = filled(editor_client.get(address), "pagereport_form")
    assert "Say what you did" in editor_client.post(address, {**form, "resolution": " "}).content.decode()
    editor_client.post(address, {**form, "resolution": "Removed the sentence."})
    report.refresh_from_db()
    assert report.resolution == "Removed the sentence."
    assert report.resolved_at is not None
    queue = editor_client.get(reverse("admin:consult_pagereport_changelist"))
    assert list(queue.context["cl"].result_list) == []
    assert AuditEntry.objects.filter(action="report resolved", actor=editor).count() == 1


def test_stuck_mail_is_tried_again_and_its_address_is_not_shown(editor_client, neurology):
    contact = Contact.objects.create(email="secret@patient.example")
    question = QuestionFactory(specialty=neurology, contact=contact)
    stuck = OutboxMessage.objects.create(
        kind="answered",
        contact=contact,
        question=question,
        dedupe_key="answered:1",
        state="failed",
        attempts=5,
        next_attempt_at=timezone.now() + timedelta(days=1),
        last_error="server said no",
    )
    sent = OutboxMessage.objects.create(
        kind="received",
        contact=contact,
        question=question,
        dedupe_key="r",
        state="sent",
        sent_at=timezone.now(),
    )
    queue = reverse("admin:consult_outboxmessage_changelist") + "?failing=1"
    page = editor_client.get(queue)
    assert list(page.context["cl"].result_list) == [stuck]
    assert "secret@patient.example" not in page.content.decode()
    editor_client.post(queue, {"action": "try_again", "_selected_action": [stuck.pk]})
    stuck.refresh_from_db()
    sent.refresh_from_db()
    assert (stuck.state, sent.state) == ("pending", "sent")
    assert stuck.next_attempt_at <= timezone.now()


def test_a_wording_is_added_as_the_next_version_and_never_edited(administrator_client):
    administrator_client.post(
        reverse("admin:consult_consentwording_add"), {"kind": "publish", "text": "New words."}
    )
    newest = ConsentWording.objects.current()["publish"]
    assert (newest.version, newest.text) == (2, "New words.")
    address = reverse("admin:consult_consentwording_change", args=[newest.pk])
    assert administrator_client.post(address, {"kind": "publish", "text": "Other words."}).status_code == 403
    newest.refresh_from_db()
    assert newest.text == "New words."


def test_two_editors_of_one_specialty_do_not_overwrite_each_other(editor_client, neurology):
    address = reverse("admin:consult_specialty_change", args=[neurology.pk])
    mine = filled(editor_client.get(address), "specialty_form")
    editor_client.post(address, {**mine, "description": "Theirs."})
    response = editor_client.post(address, {**mine, "description": "Mine."})
    shown = response.content.decode()
    assert "Theirs." in shown
    assert "Mine." in shown
    assert Specialty.objects.get(pk=neurology.pk).description == "Theirs."
    again = filled(response, "specialty_form")
    editor_client.post(address, again)
    assert Specialty.objects.get(pk=neurology.pk).description == "Mine."


def test_an_administrator_marks_licences_as_verified_and_no_doctor_does(administrator_client, doctor_client):
    fresh = DoctorFactory(licence_verified_by="", licence_verified_on=None)
    before = DoctorFactory(licence_verified_by="The register")
    pressed = {"action": "mark_verified", "_selected_action": [fresh.pk, before.pk]}
    for client, verified_by in ((doctor_client, ""), (administrator_client, "administrator")):
        client.post(reverse("admin:consult_doctor_changelist"), pressed)
        fresh.refresh_from_db()
        before.refresh_from_db()
        assert (fresh.licence_verified_by, fresh.is_verified) == (verified_by, bool(verified_by))
        assert before.licence_verified_by == "The register"


def test_only_who_sees_sign_ins_connects_one(client, admin_client, admin_user):
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=("view_doctor", "change_doctor")))
    client.force_login(clerk)
    typed_the_password(admin_client)
    unconnected = DoctorFactory()
    address = reverse("admin:consult_doctor_change", args=[unconnected.pk])
    for somebody, connected in ((client, None), (admin_client, admin_user)):
        form = {**filled(somebody.get(address), "doctor_form"), "user": admin_user.pk}
        assert somebody.post(address, form).status_code == 302
        unconnected.refresh_from_db()
        assert unconnected.user == connected


def test_who_may_only_look_at_the_outbox_sends_nothing_again(client, neurology):
    contact = Contact.objects.create(email="ada@home.example")
    stuck = OutboxMessage.objects.create(kind="answered", contact=contact, dedupe_key="a", state="failed")
    auditor = UserFactory(is_staff=True)
    auditor.user_permissions.add(Permission.objects.get(codename="view_outboxmessage"))
    client.force_login(auditor)
    client.post(
        reverse("admin:consult_outboxmessage_changelist"),
        {"action": "try_again", "_selected_action": [stuck.pk]},
    )
    stuck.refresh_from_db()
    assert stuck.state == "failed"


def test_doctors_take_tables_out_but_not_in(doctor_client, editor_client):
    SpecialtyFactory()
    assert doctor_client.get("/admin/consult/specialty/import/").status_code == 403
    assert editor_client.get("/admin/consult/specialty/import/").status_code == 200
    assert editor_client.get("/admin/consult/specialty/export/").status_code == 200


def test_the_first_page_counts_what_waits(doctor_client, editor_client, doctor, neurology):
    QuestionFactory(specialty=neurology)
    QuestionFactory(specialty=None)
    PageReport.objects.create(path="/", reason="other")
    counts = {queue.label: queue.count for queue in doctor_client.get("/admin/").context["queues"]}
    assert counts == {
        "Danger, not looked at": 0,
        "Taken by you": 0,
        "Follow-ups to your replies": 0,
        "Your drafts": 0,
        "Reference changed since the reply": 0,
        "Waiting in your specialties": 2,
    }
    counts = {queue.label: queue.count for queue in editor_client.get("/admin/").context["queues"]}
    assert counts == {
        "Danger, not looked at": 0,
        "Waiting for a doctor": 2,
        "Awaiting your approval": 0,
        "Held back": 0,
        "Reports of readers": 1,
        "Set aside as suspicious": 0,
        "Mail that fails": 0,
        "Pages due for review": 0,
        "Replies whose reference changed": 0,
        "Pages that wait for a second person": 0,
        "Rule changes to decide": 0,
        "Rules no clinician has signed": len(default_rules()),
    }


def test_an_import_shows_what_would_change_without_inline_style(editor_client):
    SpecialtyFactory(name="Cardiology")
    SpecialtyFactory(name="Dermatology")
    rows = b"slug,name,description\ncardiology,Heart & vessels,\ndermatology,Dermatology,\nnew,Newest,<b>\n"
    file = SimpleUploadedFile("rows.csv", rows, content_type="text/csv")
    sent = {"import_file": file, "format": "0", "resource": "0"}
    page = editor_client.post("/admin/consult/specialty/import/", sent).content.decode()
    assert "<td><del>Cardiology</del> <ins>Heart &amp; vessels</ins></td>" in page
    assert "<td>Dermatology</td>" in page
    assert "<ins>&lt;b&gt;</ins>" in page
    assert "style=" not in page.split("import-preview")[1]


def test_an_export_is_one_press_away(editor_client):
    SpecialtyFactory(name="Cardiology")
    file = editor_client.post("/admin/consult/specialty/export/", {"format": "0", "resource": "0"})
    assert "cardiology,Cardiology," in file.content.decode()


def test_reports_that_need_no_change_are_resolved_together(editor_client, editor, neurology):
    question = public_question(specialty=neurology)
    first, second = (
        PageReport.objects.create(path=path, question=question, reason="other", details="Odd. " * 60)
        for path in (question.get_absolute_url(), "//elsewhere.example/")
    )
    queue = reverse("admin:consult_pagereport_changelist")
    page = editor_client.get(queue).content.decode()
    assert f'<a href="{first.path}">{first.path}</a>' in page
    assert 'href="//elsewhere.example/"' not in page
    sent = {"action": "mark_unfounded", "_selected_action": [first.pk, second.pk]}
    assert "Reports resolved: 2." in editor_client.post(queue, sent, follow=True).content.decode()
    listed = {
        choice: set(editor_client.get(queue, {"state": choice}).context["cl"].result_list)
        for choice in ("resolved", "all")
    }
    assert listed == {"resolved": {first, second}, "all": {first, second}}
    assert set(PageReport.objects.values_list("resolution", flat=True)) == {"Nothing to change."}
    assert AuditEntry.objects.filter(action="report resolved", actor=editor).count() == 2


def test_each_cell_of_a_list_names_its_column_for_narrow_screens(editor_client):
    DoctorFactory(name='Dr "Quote" <b>')
    page = editor_client.get(reverse("admin:consult_doctor_changelist")).content.decode()
    assert '<td data-label="Employer" class="field-employer">Test Hospital</td>' in page
    assert '<th data-label="Name" class="field-name">' in page


def test_an_empty_cell_of_a_list_is_marked_so_that_a_card_leaves_it_out(editor_client):
    DoctorFactory(employer="")
    page = editor_client.get(reverse("admin:consult_doctor_changelist")).content.decode()
    assert '<td data-label="Employer" data-empty class="field-employer">' in page
    assert '<th data-label="Name" class="field-name">' in page

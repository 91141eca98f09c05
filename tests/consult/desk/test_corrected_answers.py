"""The answer to a message is corrected by its doctor or a moderator; the approved words stay public until then."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from consult.case.export import export
from consult.desk.actions.corrections import correct_answer, discard_answer_correction
from consult.desk.actions.redaction import redact_case
from consult.models import AuditEntry, DeskDraft, FollowUp, Question
from consult.models.status import TransitionError
from consult.question.actions.publication import unpublish_question, withdraw_question
from tests.consult.desk.test_approval import typed as typed_by_editor
from tests.consult.desk.test_desk import desk
from tests.factories import NOON, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OLD, NEW = "Take two a day.", "Take one a day."


@pytest.fixture
def message(doctor, neurology):
    question = public_question(doctor=doctor, specialty=neurology)
    return FollowUp.objects.create(
        question=question,
        text="How many?",
        doctor=doctor,
        answer=OLD,
        answered_at=NOON,
        approved_at=NOON,
        decided_at=NOON,
    )


def press(client: Any, message: FollowUp, button: str = "correct", answer: str = NEW, **typed: Any) -> Any:
    message.refresh_from_db()
    name = f"correct-{message.pk}"
    fields = {f"{name}-answer": answer, f"{name}-seen": message.newest_mark}
    question = message.question
    question.refresh_from_db()
    sent = {"action": f"{button}-{message.pk}", "question_version": question.version, "text": "", **fields}
    sent["specialty"] = question.specialty_id
    return client.post(desk(question), {**sent, **typed})


def approve(client: Any, message: FollowUp, *shown: int) -> Any:
    message.question.refresh_from_db()
    address = reverse("admin:consult_question_approve", args=[message.question_id])
    return client.post(address, typed_by_editor(message.question, action="approve", show_followups=[*shown]))


def public(client: Any, message: FollowUp) -> str:
    html = str(client.get(message.question.get_absolute_url()).content.decode())
    return ", ".join(words for words in (OLD, NEW, "Corrected: ") if words in html)


def waiting() -> list[Any]:
    return list(Question.objects.awaiting_approval().values_list("pk", flat=True))


def test_the_patient_reads_it_at_once_and_strangers_once_it_is_approved(
    doctor_client, editor_client, stranger, message
):
    assert waiting() == []
    assert press(doctor_client, message).status_code == 302
    message.refresh_from_db()
    assert (message.answer, message.new_answer, message.doctor_id) == (OLD, NEW, message.doctor.pk)
    told = str(export(message.question))
    assert (NEW in told, OLD in told) == (True, False)
    assert (public(stranger, message), waiting()) == (OLD, [message.question_id])
    page = editor_client.get(reverse("admin:consult_question_approve", args=[message.question_id]))
    assert "<del>two</del> <ins>one</ins>" in page.content.decode()
    assert 'value="approve">Approve the follow-ups ticked above<' in page.content.decode()
    approve(editor_client, message, message.pk)
    assert (public(stranger, message), waiting()) == (f"{NEW}, Corrected: ", [])
    message.refresh_from_db()
    assert (message.answer, message.new_answer) == (NEW, "")


def test_it_can_be_taken_back(doctor_client, message):
    press(doctor_client, message)
    press(doctor_client, message, "uncorrect")
    message.refresh_from_db()
    assert (message.newest_answer, waiting()) == (OLD, [])
    assert AuditEntry.objects.latest("pk").action == "answer correction taken back"
    press(doctor_client, message, "uncorrect")
    assert AuditEntry.objects.filter(action="answer correction taken back").count() == 1


def test_a_moderators_words_stand_at_once(editor_client, stranger, message):
    press(editor_client, message)
    assert (public(stranger, message), waiting()) == (f"{NEW}, Corrected: ", [])


def test_a_private_answer_is_changed_at_once_and_an_editor_looks_again_at_one_that_was_public(
    doctor_client, message
):
    unpublish_question(question=message.question, actor=None)
    press(doctor_client, message)
    message.refresh_from_db()
    assert (message.answer, message.new_answer, message.approved_at) == (NEW, "", None)


def test_nobody_else_has_the_form_or_may_send_it(colleague_client, doctor_client, message):
    form = f'name="correct-{message.pk}-answer"'
    assert form in doctor_client.get(desk(message.question)).content.decode()
    assert form not in colleague_client.get(desk(message.question)).content.decode()
    assert press(colleague_client, message).status_code == 200
    assert press(colleague_client, message, "uncorrect").status_code == 200
    message.refresh_from_db()
    assert (message.answer, message.new_answer) == (OLD, "")


def test_an_empty_one_and_a_gap_are_refused(doctor_client, message):
    for words, wrong in (
        ("", "Write the answer first."),
        ("Take [[dose]].", "Fill in or remove [[dose]] first."),
    ):
        errors = press(doctor_client, message, answer=words).context["errors"]
        assert errors == [(f"id_correct-{message.pk}-answer", wrong)]


def test_two_windows_do_not_overwrite_each_other(doctor_client, message):
    stale = message.newest_mark
    press(doctor_client, message)
    name = f"correct-{message.pk}-seen"
    page = press(doctor_client, message, answer="Take three.", **{name: stale})
    rows = page.context["desk"].conflict.differences
    assert [(row.standing, row.other) for row in rows] == [(NEW, "Take three.")]
    assert FollowUp.objects.get().newest_mark in page.content.decode()
    press(doctor_client, message, "uncorrect", **{name: stale})
    assert FollowUp.objects.get().new_answer == NEW


@pytest.mark.parametrize(("button", "left"), [("correct", "Take three."), ("uncorrect", "")])
def test_who_has_seen_both_texts_goes_on_with_theirs(doctor_client, message, button, left):
    press(doctor_client, message)
    stale = message.newest_mark
    press(doctor_client, message, answer="Take half.")
    sent = {"answer": "Take three.", f"correct-{message.pk}-seen": stale}
    page = press(doctor_client, message, button, **sent)
    rows = page.context["desk"].conflict.differences
    assert [(row.standing, row.other) for row in rows] == [("Take half.", "Take three.")]
    form = page.context["desk"].correction_forms[message.pk]
    again = press(
        doctor_client,
        message,
        button,
        form["answer"].value(),
        **{form["seen"].html_name: form["seen"].value()},
    )
    message.refresh_from_db()
    assert (again.status_code, message.new_answer, message.answer) == (302, left, OLD)


def test_only_words_that_were_typed_are_kept_and_come_back(doctor_client, message):
    press(doctor_client, message, answer=OLD, action="keep")
    assert DeskDraft.objects.count() == 0
    press(doctor_client, message, action="keep")
    page = doctor_client.get(desk(message.question)).content.decode()
    assert (DeskDraft.objects.count(), f">\n{NEW}</textarea>" in page) == (1, True)
    press(doctor_client, message)
    assert DeskDraft.objects.count() == 0


def test_redaction_reaches_the_words_that_wait(doctor_client, editor, message):
    press(doctor_client, message)
    redact_case(question=message.question, rewrite=lambda text: text.replace("one", "[number]"), actor=editor)
    message.refresh_from_db()
    assert (message.answer, message.new_answer) == (OLD, "Take [number] a day.")


def test_the_same_words_change_nothing_and_a_withdrawn_case_is_left_alone(doctor, message):
    actor, seen = doctor.user, message.newest_mark
    before = AuditEntry.objects.count()
    assert correct_answer(followup=message, answer=OLD, actor=actor, seen=seen).corrected_at is None
    assert AuditEntry.objects.count() == before
    withdraw_question(question=message.question)
    with pytest.raises(TransitionError):
        correct_answer(followup=message, answer=NEW, actor=actor, seen=seen)
    with pytest.raises(TransitionError):
        discard_answer_correction(followup=message, actor=actor, seen=seen)


def test_an_answer_on_a_public_thread_waits_until_an_editor_has_decided_of_it(
    doctor_client, editor_client, stranger, message
):
    FollowUp.objects.update(approved_at=None, decided_at=None, answered_at=timezone.now())
    assert waiting() == [message.question_id]
    approve(editor_client, message)
    assert (waiting(), public(stranger, message)) == ([], "")
    press(doctor_client, message)
    message.refresh_from_db()
    assert (message.answer, waiting()) == (NEW, [])


def test_the_migration_knows_from_the_audit_trail_of_which_answers_an_editor_has_decided(
    editor_client, message
):
    migration: Any = import_module("consult.migrations.0165_decided_follow_ups")
    later = FollowUp.objects.create(
        question=message.question,
        text="And now?",
        doctor=message.doctor,
        answer="Rest.",
        answered_at=timezone.now() + timedelta(hours=1),
    )
    kept = FollowUp.objects.create(
        question=message.question, text="Private", doctor=message.doctor, answer="Sleep.", answered_at=NOON
    )
    approve(editor_client, message, message.pk)
    FollowUp.objects.update(decided_at=None)
    migration.note_decisions(apps, None)
    assert list(FollowUp.objects.undecided()) == [later]
    kept.refresh_from_db()
    assert kept.decided_at == AuditEntry.objects.get(action="approved").at

"""Several questions of a list at once: each with its own record, those that cannot be named, approval never."""

from typing import Any

import pytest
from django.test import Client

from consult.desk.actions.reply import save_reply
from consult.models import AuditEntry, Claim, Question
from consult.models.look import CaseLook
from consult.models.staffing import StaffNotice
from consult.question.actions.hold import hold_question
from tests.factories import NOON, QuestionFactory, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LIST = "/admin/consult/question/?queue=all"


def send(client: Client, action: str, chosen: list[Any], **fields: Any) -> Any:
    """Choose the rows and the action; with fields, as the page that asks for the rest sends them."""
    ticked = {"action": action, "_selected_action": [row.pk for row in chosen]}
    return client.post(LIST, {**ticked, **fields}, follow=True)


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_what_is_chosen_is_shown_before_anything_is_done(editor_client: Client, neurology: Any) -> None:
    chosen = [QuestionFactory(specialty=neurology), QuestionFactory(specialty=neurology)]
    page = send(editor_client, "hold_several", chosen)
    assert [row.pk for row in page.context["chosen"]] == sorted([row.pk for row in chosen], reverse=True)
    page = send(editor_client, "hold_several", chosen, sent="1")
    assert page.context["errors"] == [("id_reason", "Say why, so that the next editor knows.")]
    assert Question.objects.filter(held_at__isnull=False).count() == 0


def test_each_that_is_held_has_its_reason_history_and_entry(editor_client: Client, editor: Any) -> None:
    public, held = (
        public_question(),
        ReplyFactory(question__held_at=NOON, question__held_reason="before").question,
    )
    response = send(editor_client, "hold_several", [public, held], sent="1", reason="A spreading rumour")
    assert told(response) == ["Done with 1 question.", f"Not done with #{held.pk}: it is held back already"]
    public.refresh_from_db()
    held.refresh_from_db()
    assert (public.held_reason, public.status, held.held_reason) == (
        "A spreading rumour",
        "answered",
        "before",
    )
    version = public.history.first()
    assert (version.history_user, version.history_change_reason) == (editor, "held")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.question_number) == ("held", editor, public.pk)


def test_what_left_the_list_meanwhile_is_held_too_and_what_is_gone_is_named(editor_client: Client) -> None:
    public, gone = public_question(), QuestionFactory()
    number = gone.pk
    gone.delete()
    sent = {
        "action": "hold_several",
        "sent": "1",
        "reason": "A rumour",
        "_selected_action": [public.pk, number],
    }
    response = editor_client.post("/admin/consult/question/?queue=waiting", sent, follow=True)
    assert told(response) == ["Done with 1 question.", f"Not done with #{number}: it is no longer there"]
    public.refresh_from_db()
    assert public.held_reason == "A rumour"


def test_one_that_is_erased_during_the_work_does_not_end_it(
    editor_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, gone, last = (public_question(), QuestionFactory(), public_question())
    number = gone.pk

    def hold(**given: Any) -> Any:
        Question.objects.filter(pk=number).delete()
        return hold_question(**given)

    monkeypatch.setattr("consult.desk.admin.several.hold_question", hold)
    response = send(editor_client, "hold_several", [first, gone, last], sent="1", reason="A rumour")
    assert told(response) == ["Done with 2 questions.", f"Not done with #{number}: it is no longer there"]


def test_those_that_nobody_has_are_given_and_the_doctor_is_told(
    editor_client: Client, doctor: Any, neurology: Any
) -> None:
    free, done = QuestionFactory(specialty=neurology), public_question(specialty=neurology)
    response = send(editor_client, "give_several", [free, done], sent="1", doctor=doctor.pk)
    assert told(response) == [
        "Done with 1 question.",
        f"Not done with #{done.pk}: it does not wait for a doctor",
    ]
    assert [(claim.question, claim.doctor) for claim in Claim.objects.all()] == [(free, doctor)]
    assert StaffNotice.objects.get().user == doctor.user
    again = send(editor_client, "give_several", [free], sent="1", doctor=doctor.pk)
    assert told(again) == [f"Not done with #{free.pk}: meanwhile Dr Nora Neuron has it"]


def test_what_is_marked_as_looked_at_shows_only_what_changes_later(
    editor_client: Client, editor: Any
) -> None:
    answered = ReplyFactory().question
    shown = {f"version-{answered.pk}": answered.version}
    assert told(send(editor_client, "mark_several", [answered], sent="1", **shown)) == [
        "Done with 1 question."
    ]
    look = CaseLook.objects.get()
    assert (look.user, look.version) == (editor, answered.version)
    assert AuditEntry.objects.get().action == "marked as looked at"
    page = editor_client.get(f"/admin/consult/question/{answered.pk}/approve/")
    assert page.context["changed"] == []


def test_what_changed_after_it_was_shown_is_not_marked_as_looked_at(editor_client: Client) -> None:
    reply = ReplyFactory()
    number, version = reply.question_id, reply.question.version
    page = send(editor_client, "mark_several", [reply.question]).content.decode()
    assert f'name="version-{number}" value="{version}"' in page
    reply.text = "Other words."
    save_reply(reply=reply, actor=None, version=reply.version)
    response = send(
        editor_client, "mark_several", [reply.question], sent="1", **{f"version-{number}": version}
    )
    assert told(response) == [f"Not done with #{number}: it has changed meanwhile"]
    assert CaseLook.objects.count() == 0


def test_a_doctor_has_no_such_actions_and_nobody_approves_several(
    doctor_client: Client, editor_client: Client, neurology: Any
) -> None:
    question = QuestionFactory(specialty=neurology)
    send(doctor_client, "hold_several", [question], sent="1", reason="x")
    question.refresh_from_db()
    assert question.held_at is None
    choices = editor_client.get(LIST).context["action_form"].fields["action"].choices
    assert [name for name, _label in choices if name] == ["give_several", "hold_several", "mark_several"]


def test_too_many_are_refused(editor_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.desk.admin.several.MOST", 1)
    response = send(editor_client, "mark_several", [QuestionFactory(), QuestionFactory()], sent="1")
    assert told(response) == ["Not done: choose at most 1 at once."]

"""The editor's screen: approve, edit, unpublish, hold."""

from typing import Any

import pytest
from django.urls import reverse

from consult.desk.actions.reply import answer_followup, save_reply
from consult.models import FollowUp, Question, Status
from consult.models.question_fields import STAFF_EDITS
from tests.factories import (
    NOON,
    QuestionFactory,
    ReplyFactory,
    SpecialtyFactory,
    TopicFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


def screen(question: Any) -> str:
    return reverse("admin:consult_question_approve", args=[question.pk])


def typed(question: Any, **fields: Any) -> dict[str, Any]:
    """What the browser sends when the editor changes nothing but `fields`."""
    shown = {field.column_name: field.model_field.value_from_object(question) for field in STAFF_EDITS}
    return {**shown, "topics": [], "seen_version": question.version, **fields}


@pytest.fixture
def answered(neurology):
    """An answered question whose patient agreed to publication."""
    return ReplyFactory(question__specialty=neurology).question


def test_an_editor_approves_and_the_thread_is_public(editor_client, editor, stranger, answered):
    assert stranger.get(answered.get_absolute_url()).status_code == 404
    response = editor_client.post(screen(answered), typed(answered, action="approve"))
    assert response.status_code == 302
    answered.refresh_from_db()
    assert (answered.status, answered.approved_by) == (Status.PUBLISHED, editor)
    assert stranger.get(answered.get_absolute_url()).status_code == 200


def test_the_page_has_all_that_an_editor_may_change(editor_client, answered):
    page = editor_client.get(reverse("admin:consult_question_approve", args=[answered.pk])).content.decode()
    assert [field.name for field in STAFF_EDITS if f'name="{field.column_name}"' not in page] == []


def test_an_editor_edits_and_approves_in_one_step(editor_client, editor, answered, neurology):
    topic = TopicFactory(specialty=neurology)
    fields = {"title": "Numb cheek", "age_range": "", "display_name": "Oak", "topics": [topic.pk]}
    editor_client.post(screen(answered), typed(answered, action="approve", change_reason="named", **fields))
    answered.refresh_from_db()
    assert (answered.title, answered.display_name, answered.age_range, answered.status) == (
        "Numb cheek",
        "Oak",
        "",
        Status.PUBLISHED,
    )
    assert list(answered.topics.all()) == [topic]
    reasons = list(answered.history.order_by("history_id").values_list("history_change_reason", flat=True))
    assert reasons[-2:] == ["named", "approved"]
    assert answered.history.first().history_user == editor


def test_personal_details_are_marked(editor_client, neurology):
    question = ReplyFactory(
        question__specialty=neurology, question__body="Write to ada@patient.example, please."
    ).question
    page = editor_client.get(screen(question))
    assert [(mark.text, mark.kind) for mark in page.context["marks"]] == [
        ("ada@patient.example", "E-mail address")
    ]
    assert "<mark>ada@patient.example</mark>" in page.content.decode()


def test_without_consent_there_is_no_button_and_no_way(editor_client, neurology):
    question = ReplyFactory(
        question=QuestionFactory(
            specialty=neurology, status=Status.ANSWERED, answered_at=NOON, consents=["answer"]
        )
    ).question
    assert 'value="approve"' not in editor_client.get(screen(question)).content.decode()
    response = editor_client.post(screen(question), typed(question, action="approve"))
    assert "has not agreed to publication" in response.content.decode()
    question.refresh_from_db()
    assert question.status == Status.ANSWERED


def test_two_editors_see_both_texts_and_nothing_is_published(editor_client, answered):
    form = typed(answered, action="approve", title="Mine")
    other = Question.objects.get(pk=answered.pk)
    other.title, other.version = "Theirs", other.version + 1
    other.save()
    response = editor_client.post(screen(answered), form)
    rows = [(row.label, row.standing, row.other) for row in response.context["conflict"].differences]
    assert rows == [("Title", "Theirs", "Mine")]
    answered.refresh_from_db()
    assert (answered.status, answered.title) == (Status.ANSWERED, "Theirs")
    version = response.context["form"]["seen_version"].value()
    editor_client.post(screen(answered), {**form, "seen_version": version})
    answered.refresh_from_db()
    assert (answered.status, answered.title) == (Status.PUBLISHED, "Mine")


def test_a_reply_that_changed_meanwhile_is_read_before_it_is_published(editor_client, doctor, answered):
    form = typed(answered, action="approve")
    reply = answered.replies.get()
    reply.text = "Other words."
    save_reply(reply=reply, actor=doctor.user, version=1, approved=False)
    response = editor_client.post(screen(answered), form)
    assert "Nothing is published yet." in response.content.decode()
    assert "Other words." in response.content.decode()
    answered.refresh_from_db()
    assert answered.status == Status.ANSWERED
    version = response.context["form"]["seen_version"].value()
    editor_client.post(screen(answered), {**form, "seen_version": version})
    answered.refresh_from_db()
    assert answered.status == Status.PUBLISHED


def test_unpublishing_takes_the_thread_away(editor_client, stranger, neurology):
    question = public_question(specialty=neurology)
    editor_client.post(screen(question), typed(question, action="unpublish"))
    assert stranger.get(question.get_absolute_url()).status_code == 404


def test_holding_needs_a_reason_and_is_lifted_again(editor_client, answered):
    response = editor_client.post(screen(answered), typed(answered, action="hold"))
    assert response.context["errors"] == [("id_hold_reason", "Say why, so that the next editor knows.")]
    editor_client.post(screen(answered), typed(answered, action="hold", hold_reason="identifies a nurse"))
    answered.refresh_from_db()
    assert answered.held_reason == "identifies a nurse"
    response = editor_client.post(screen(answered), typed(answered, action="approve"))
    assert "Lift the hold first" in response.content.decode()
    editor_client.post(screen(answered), typed(answered, action="lift"))
    answered.refresh_from_db()
    assert answered.held_at is None


def test_follow_ups_are_public_only_when_chosen(editor_client, doctor, answered):
    shown, hidden = (
        FollowUp.objects.create(
            question=answered, text=text, answer="It will.", doctor=doctor, answered_at=NOON
        )
        for text in ("Will it go?", "My neighbour Bob has it too.")
    )
    editor_client.post(screen(answered), typed(answered, action="approve", show_followups=[shown.pk]))
    assert list(FollowUp.objects.public()) == [shown]
    assert hidden.approved_at is None


def test_the_preview_shows_the_page_before_strangers_can(editor_client, stranger, answered):
    page = editor_client.get(reverse("admin:consult_question_preview", args=[answered.pk]))
    assert page.status_code == 200
    assert "Please see a neurologist." in page.content.decode()
    assert stranger.get(answered.get_absolute_url()).status_code == 404


def test_a_further_reply_on_a_public_thread_waits_for_approval(editor_client, stranger, neurology):
    question = public_question(specialty=neurology)
    further = ReplyFactory(question=question, specialty=neurology, text="One more thought.")
    assert "One more thought." not in stranger.get(question.get_absolute_url()).content.decode()
    editor_client.post(screen(question), typed(question, action="approve"))
    further.refresh_from_db()
    assert further.approved_at is not None
    assert "One more thought." in stranger.get(question.get_absolute_url()).content.decode()


def test_erasing_asks_for_the_number_and_leaves_a_tombstone(administrator_client, stranger, neurology):
    question = public_question(specialty=neurology)
    address = question.get_absolute_url()
    response = administrator_client.post(
        screen(question), typed(question, action="erase", erase_number="yes")
    )
    assert response.context["errors"] == [
        ("id_erase_number", f"Type {question.pk} to erase this question for good.")
    ]
    administrator_client.post(
        screen(question), typed(question, action="erase", erase_number=str(question.pk))
    )
    assert not Question.objects.filter(pk=question.pk).exists()
    assert stranger.get(address).status_code == 410


def test_ticked_findings_are_replaced_in_what_is_typed_and_the_others_stay(editor_client, answered):
    answered.body = "I am Anna Smith, call 020 7946 0018."
    answered.save()
    sent = typed(answered, title="Typed before", action="replace", mark=["Anna Smith"])
    editor_client.post(screen(answered), sent)
    answered.refresh_from_db()
    assert (answered.title, answered.body) == ("Typed before", "I am [name removed], call 020 7946 0018.")


def test_only_findings_are_replaced(editor_client, answered):
    body = answered.body
    editor_client.post(screen(answered), typed(answered, action="replace", mark=["cheek"]))
    answered.refresh_from_db()
    assert answered.body == body


@pytest.mark.parametrize("action", ["hold", "unpublish", "lift"])
def test_no_button_loses_what_the_editor_typed(editor_client, action):
    question = {
        "hold": lambda: ReplyFactory().question,
        "unpublish": public_question,
        "lift": lambda: ReplyFactory(question__held_at=NOON, question__held_reason="self-harm").question,
    }[action]()
    editor_client.post(
        screen(question), typed(question, action=action, hold_reason="Ask the lawyer", title="Typed before")
    )
    question.refresh_from_db()
    assert question.title == "Typed before"
    assert bool(question.held_at) == (action == "hold")
    assert question.status == Status.ANSWERED


def test_a_safety_net_is_checked_for_personal_details_too(editor_client, neurology):
    reply = ReplyFactory(question__specialty=neurology, safety_net="Worse: call us on 020 7946 0018")
    page = editor_client.get(screen(reply.question))
    assert [mark.text for mark in page.context["reply_marks"]] == ["020 7946 0018"]


@pytest.mark.parametrize("action", ["save", "approve", "replace", "unpublish", "hold", "lift"])
def test_no_button_acts_on_words_that_cannot_be_saved(editor_client, action):
    question = public_question()
    before = Question.objects.values().get()
    response = editor_client.post(
        screen(question), typed(question, action=action, title="", hold_reason="Ask the lawyer")
    )
    assert [name for name, _words in response.context["errors"]] == ["id_title"]
    assert Question.objects.values().get() == before


def test_what_is_saved_without_approval_stays_private(editor_client, answered):
    page = editor_client.post(screen(answered), typed(answered, action="save", title="New"), follow=True)
    assert "Changes saved." in page.content.decode()
    answered.refresh_from_db()
    assert (answered.title, answered.status) == ("New", Status.ANSWERED)


def test_both_texts_are_told_in_words_also_of_choices(editor_client, answered, neurology):
    topic, other = TopicFactory(name="Raynaud", specialty=neurology), SpecialtyFactory(name="Rare Disease")
    Question.objects.update(version=2, age_range="20-29", specialty=other)
    answered.topics.add(topic)
    mine = TopicFactory(name="Migraine", specialty=neurology)
    fields = {"age_range": "30-39", "topics": [mine.pk]}
    response = editor_client.post(screen(answered), typed(answered, action="approve", **fields))
    rows = {row.label: (row.standing, row.other) for row in response.context["conflict"].differences}
    assert rows == {
        "Age range": ("20 to 29", "30 to 39"),
        "Specialty": ("Rare Disease", "Neurology"),
        "Topics": ("Raynaud (Neurology)", "Migraine (Neurology)"),
    }


@pytest.mark.one_database
def test_an_answer_given_while_an_editor_reads_is_read_before_anything_is_public(
    editor_client: Any, answered: Any, doctor: Any
) -> None:
    opened = typed(answered, action="approve")
    followup = FollowUp.objects.create(question=answered, text="And now?")
    answer_followup(followup=followup, answer="Rest, Maria.", doctor=doctor, actor=doctor.user)
    page = editor_client.post(screen(answered), opened)
    answered.refresh_from_db()
    assert (answered.status, page.context["conflict"].differences) == (Status.ANSWERED, [])
    assert "Rest, Maria." in page.content.decode()
    again = typed(answered, action="approve", show_followups=[followup.pk])
    assert editor_client.post(screen(answered), again).status_code == 302

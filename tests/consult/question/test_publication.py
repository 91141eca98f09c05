"""From the doctor's reply to the public thread."""

from collections.abc import Callable
from typing import Any

import pytest

from consult.desk.actions.reply import (
    answer_followup,
    decline_question,
    publish_reply,
    request_information,
    save_reply,
)
from consult.models import (
    AuditEntry,
    ConsentWording,
    Contact,
    Doctor,
    FollowUp,
    OutboxMessage,
    Question,
    Reply,
    Status,
)
from consult.models.consent import ConsentKind
from consult.models.status import TransitionError
from consult.question.actions.hold import hold_question, lift_hold
from consult.question.actions.publication import (
    NotPublishableError,
    agree_to_publication,
    approve_question,
    withdraw_publication,
    withdraw_question,
)
from consult.question.locking import StaleVersionError
from tests.factories import NOON, QuestionFactory, ReplyFactory, public_question

pytestmark = pytest.mark.django_db


def draft(question: Any, doctor: Any, text: str = "See a neurologist.") -> Reply:
    reply = Reply(
        question=question, doctor=doctor, specialty=question.specialty, text=text, safety_net="Fever."
    )
    return save_reply(reply=reply, actor=doctor.user)


def test_publishing_the_first_reply_answers_the_question(doctor: Any) -> None:
    question = QuestionFactory()
    reply = publish_reply(reply=draft(question, doctor), actor=doctor.user)
    question.refresh_from_db()
    assert (question.status, question.answered_at) == (Status.ANSWERED, reply.published_at)
    actions = AuditEntry.objects.filter(question_number=question.pk).order_by("pk")
    assert [(entry.action, entry.actor) for entry in actions] == [
        ("reply drafted", doctor.user),
        ("replied", doctor.user),
    ]


def test_a_reply_to_a_declined_question_answers_it_after_all(doctor: Any) -> None:
    question = QuestionFactory(status=Status.DECLINED, staff_message="Please see your GP.")
    publish_reply(reply=draft(question, doctor), actor=doctor.user)
    question.refresh_from_db()
    assert question.status == Status.ANSWERED


def test_nobody_replies_to_a_patient_who_has_withdrawn(doctor: Any) -> None:
    contact = Contact.objects.create(email="ada@home.example")
    question = QuestionFactory(contact=contact)
    reply = draft(question, doctor)
    withdraw_question(question=question)
    with pytest.raises(TransitionError):
        publish_reply(reply=reply, actor=doctor.user)
    followup = FollowUp.objects.create(question=question, text="And now?")
    with pytest.raises(TransitionError):
        answer_followup(followup=followup, answer="Rest.", doctor=doctor, actor=doctor.user)
    assert (Reply.objects.published().count(), OutboxMessage.objects.count()) == (0, 0)


def test_publishing_twice_changes_nothing(doctor: Any) -> None:
    reply = publish_reply(reply=draft(QuestionFactory(), doctor), actor=doctor.user)
    assert publish_reply(reply=reply, actor=doctor.user).version == reply.version
    assert AuditEntry.objects.filter(action="replied").count() == 1


def test_approval_makes_the_thread_public(doctor: Any, editor: Any) -> None:
    question = QuestionFactory()
    publish_reply(reply=draft(question, doctor), actor=doctor.user)
    approved = approve_question(question=question, actor=editor)
    assert (approved.status, approved.approved_by) == (Status.PUBLISHED, editor)


def test_without_consent_approval_says_why(editor: Any) -> None:
    question = ReplyFactory(question__consents=[ConsentKind.ANSWER]).question
    with pytest.raises(NotPublishableError, match="not agreed"):
        approve_question(question=question, actor=editor)


def test_without_a_published_reply_approval_says_why(editor: Any) -> None:
    with pytest.raises(NotPublishableError, match="No reply"):
        approve_question(question=QuestionFactory(), actor=editor)


def test_a_held_question_is_approved_only_after_the_hold_is_lifted(editor: Any) -> None:
    question = ReplyFactory().question
    hold_question(question=question, reason="self-harm")
    with pytest.raises(NotPublishableError, match="held back"):
        approve_question(question=question, actor=editor)
    lift_hold(question=question, actor=editor)
    assert approve_question(question=question, actor=editor).status == Status.PUBLISHED


def test_a_held_question_alerts_staff_once() -> None:
    question = QuestionFactory()
    hold_question(question=question, reason="self-harm")
    hold_question(question=question, reason="self-harm")
    assert [m.kind for m in OutboxMessage.objects.all()] == [OutboxMessage.Kind.STAFF_ALERT]


def test_a_withdrawn_consent_is_kept_with_its_end() -> None:
    question = public_question()
    withdraw_publication(question=question)
    consent = question.consents.get(kind=ConsentKind.PUBLISH)
    assert consent.withdrawn_at is not None
    question.refresh_from_db()
    assert question.status == Status.ANSWERED


def test_asking_for_more_and_declining_tell_the_patient(doctor: Any) -> None:
    question = request_information(question=QuestionFactory(), message="Since when?", actor=doctor.user)
    assert (question.status, question.staff_message) == (Status.NEEDS_INFO, "Since when?")
    declined = decline_question(question=question, message="Please see your GP.", actor=doctor.user)
    assert (declined.status, declined.staff_message) == (Status.DECLINED, "Please see your GP.")


def test_two_doctors_who_save_at_once_do_not_overwrite_each_other(doctor: Any) -> None:
    first = draft(QuestionFactory(), doctor, "First text")
    second = Reply.objects.get(pk=first.pk)
    first.text = "Changed by the first"
    save_reply(reply=first, actor=doctor.user, version=1)
    second.text = "Changed by the second"
    with pytest.raises(StaleVersionError) as caught:
        save_reply(reply=second, actor=doctor.user, version=1)
    assert isinstance(caught.value.current, Reply)
    assert caught.value.current.text == "Changed by the first"
    assert Reply.objects.get().text == "Changed by the first"


def test_an_editor_approves_the_text_that_was_read(editor: Any) -> None:
    question = ReplyFactory().question
    read = question.version
    question.body = "Edited meanwhile"
    question.version += 1
    question.save()
    with pytest.raises(StaleVersionError):
        approve_question(question=question, actor=editor, version=read)
    question.refresh_from_db()
    assert question.status == Status.ANSWERED


def another_reply(question: Question, doctor: Doctor) -> None:
    publish_reply(reply=draft(question, doctor, "A second opinion."), actor=doctor.user)


def changed_words(question: Question, doctor: Doctor) -> None:
    reply = question.replies.get()
    reply.text = "Other words."
    save_reply(reply=reply, actor=doctor.user, version=reply.version, approved=False)


@pytest.mark.parametrize("change", [another_reply, changed_words])
def test_an_editor_approves_only_replies_that_were_read(
    doctor: Doctor, editor: Any, change: Callable[[Question, Doctor], None]
) -> None:
    question = ReplyFactory().question
    read = question.version
    change(question, doctor)
    with pytest.raises(StaleVersionError):
        approve_question(question=question, actor=editor, version=read)
    assert not Reply.objects.public().exists()


def test_a_follow_up_that_is_not_chosen_leaves_the_public_thread(doctor: Doctor, editor: Any) -> None:
    question = public_question()
    answer = {"answer": "Yes.", "doctor": doctor, "answered_at": NOON}
    shown = FollowUp.objects.create(question=question, text="Will it go?", **answer)
    hidden = FollowUp.objects.create(question=question, text="Bob has it too.", approved_at=NOON, **answer)
    waiting = FollowUp.objects.create(question=question, text="And now?")
    approve_question(question=question, actor=editor)
    assert list(FollowUp.objects.public()) == [hidden]
    approve_question(question=question, actor=editor, followups=[shown, waiting])
    assert list(FollowUp.objects.public()) == [shown]
    assert hidden.history.first().history_change_reason == "no longer public"


def test_agreeing_twice_is_one_consent() -> None:
    question = QuestionFactory(consents=["answer"])
    wording = ConsentWording.objects.current()[ConsentKind.PUBLISH]
    for _time in range(2):
        agree_to_publication(question=question, wording=wording)
    assert question.consents.standing(ConsentKind.PUBLISH).count() == 1
    assert AuditEntry.objects.filter(action="publication agreed").count() == 1

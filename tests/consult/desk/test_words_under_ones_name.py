"""A doctor is told whenever somebody else changes words that stand under the doctor's name."""

from typing import Any

import pytest

from consult.desk.actions.corrections import correct_answer, discard_correction
from consult.models import FollowUp
from consult.models.staffing import StaffNotice
from tests.consult.desk.test_corrections import save
from tests.factories import NOON, CauseFactory, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def question(doctor, neurology):
    return public_question(doctor=doctor, specialty=neurology)


def told() -> list[Any]:
    return list(StaffNotice.objects.filter(kind="changed").values_list("user__username", flat=True))


def test_of_a_reply_by_notice_and_mail(doctor_client, editor_client, question):
    save(doctor_client, question)
    assert told() == []
    save(editor_client, question, text="Words of the editor.")
    assert told() == ["doctor"]
    page = doctor_client.get("/admin/").content.decode()
    assert "Somebody changed words that stand under your name</strong>: <a" in page
    assert StaffNotice.objects.get().mail.kind == "staff_notice"


def test_of_a_draft_and_of_causes_alone_but_not_when_nothing_changed(
    editor_client, doctor, question, neurology
):
    reply = question.replies.get()
    same = {"text": reply.text, "safety_net": reply.safety_net}
    save(editor_client, question, **same)
    assert told() == []
    save(editor_client, question, **same, more_causes=[CauseFactory().pk])
    assert told() == ["doctor"]
    draft = ReplyFactory(question__specialty=neurology, doctor=doctor, published_at=None)
    save(editor_client, draft.question)
    assert told() == ["doctor"] * 2


def test_of_a_correction_that_was_taken_back(doctor_client, editor, question):
    save(doctor_client, question)
    discard_correction(reply=question.replies.get(), actor=editor)
    assert told() == ["doctor"]


def test_of_an_answer_to_a_message(editor, doctor, question):
    message = FollowUp.objects.create(
        question=question, text="And?", doctor=doctor, answer="Rest.", answered_at=NOON
    )
    for actor, words in ((doctor.user, "Rest well."), (editor, "Sleep.")):
        message.refresh_from_db()
        correct_answer(followup=message, answer=words, actor=actor, seen=message.newest_mark)
    assert told() == ["doctor"]

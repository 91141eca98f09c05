"""That somebody has to be examined in person is an answer: it has a doctor, a safety net, and stands on every page."""

from typing import Any

import pytest
from django.test import Client

from consult.case.export import export
from consult.models import CaseLink, Question, Status
from consult.models.examination import HEADINGS, READY_TEXTS, HowSoon
from consult.question.actions.publication import approve_question
from tests.consult.desk.team.conftest import desk, press
from tests.factories import QuestionFactory, public_question

pytestmark = pytest.mark.django_db
SOON = [each for each in HowSoon if each]


@pytest.mark.parametrize("soon", SOON)
def test_one_choice_and_the_safety_net_are_a_whole_answer(
    soon: str, doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    question = QuestionFactory(specialty=neurology)
    press(doctor_client, question, "publish", examination=soon)
    question.refresh_from_db()
    reply = question.replies.get()
    assert (question.status, reply.doctor, reply.examination) == (Status.ANSWERED, doctor, soon)
    assert reply.text == str(READY_TEXTS[soon])


def test_the_doctor_s_own_words_stand_and_the_safety_net_is_asked_for(
    doctor_client: Client, neurology: Any
) -> None:
    question = QuestionFactory(specialty=neurology)
    response = press(doctor_client, question, "publish", examination="days", text="Own words.", safety_net="")
    assert [name for name, _words in response.context["errors"]] == ["id_safety_net"]
    press(doctor_client, question, "publish", examination="days", text="Own words.")
    assert question.replies.get().text == "Own words."


@pytest.mark.one_database
def test_patient_editor_readers_print_and_file_say_it(
    doctor_client: Client, doctor: Any, editor: Any, editor_client: Client, stranger: Client, neurology: Any
) -> None:
    question = QuestionFactory(specialty=neurology)
    press(doctor_client, question, "publish", examination="today")
    question.refresh_from_db()
    heading = str(HEADINGS["today"])
    assert heading in editor_client.get(f"/admin/consult/question/{question.pk}/approve/").content.decode()
    approve_question(question=question, actor=editor)
    question.refresh_from_db()
    thread = question.get_absolute_url()
    for address in (thread, f"{thread}print/", f"/case/{CaseLink.to_case(question)}/"):
        assert heading in stranger.get(address).content.decode()
    [line] = export(question)["replies"]
    assert line["needs_examination"] == heading


def test_a_correction_of_it_waits_for_an_editor_like_other_words(
    doctor_client: Client, doctor: Any, editor: Any, stranger: Client, neurology: Any
) -> None:
    question = public_question(doctor=doctor, specialty=neurology)
    reply = question.replies.get()
    sent = {"text": reply.text, "safety_net": reply.safety_net, "specialty": neurology.pk, "reply_version": 1}
    doctor_client.post(
        f"{desk(question)}?reply={reply.pk}", {**sent, "action": "save", "examination": "days"}
    )
    heading = str(HEADINGS["days"])
    case = f"/case/{CaseLink.to_case(question)}/"
    address = question.get_absolute_url()
    assert [heading in stranger.get(page).content.decode() for page in (address, case)] == [False, True]
    approve_question(question=Question.objects.get(), actor=editor)
    assert heading in stranger.get(address).content.decode()

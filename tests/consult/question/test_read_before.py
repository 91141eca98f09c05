"""Words are read for danger before the transaction that stores them, for which others wait on SQLite."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from consult.models import CaseLink, FollowUp, Question
from consult.question.actions import red_flags
from tests.consult.asking.walk import fill, send
from tests.consult.case.edited import edited
from tests.factories import QuestionFactory, ReplyFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each text whose danger is to be stored whether it is read in a transaction."""
    noted: list[bool] = []
    scan = red_flags.scan  # type: ignore[attr-defined]

    def noting(text: str) -> Any:
        noted.append(connection.in_atomic_block)
        return scan(text)

    monkeypatch.setattr(red_flags, "scan", noting)
    return noted


def post(patient: Client, question: Question, page: str, answers: dict[str, Any]) -> None:
    """Send a page of a case, with which nothing is wrong."""
    assert patient.post(f"/case/{CaseLink.to_case(question)}/{page}/", answers).status_code == 302


def test_a_question(patient: Client, read: list[bool]) -> None:
    fill(patient)
    send(patient, "answer")
    assert (read, Question.objects.count()) == ([False], 1)


def test_a_changed_question(patient: Client, read: list[bool]) -> None:
    question = QuestionFactory.create()
    post(patient, question, "edit", edited(question, body="It is numb in the wind."))
    assert (read, Question.objects.get().body) == ([False], "It is numb in the wind.")


def test_a_follow_up(patient: Client, read: list[bool]) -> None:
    post(patient, ReplyFactory.create().question, "follow-up", {"text": "And in summer?"})
    assert (read, FollowUp.objects.get().text) == ([False], "And in summer?")


def test_information(patient: Client, read: list[bool]) -> None:
    question = QuestionFactory.create(status="needs_info", staff_message="Since when?")
    post(patient, question, "information", {"text": "Since May."})
    assert (read, FollowUp.objects.get().text) == ([False], "Since May.")


def test_words_that_changed_meanwhile_are_read_again(read: list[bool]) -> None:
    question = QuestionFactory.create(body="Since noon I have crushing chest pain")
    red_flags.record_red_flags(question=question, reading=red_flags.Reading("A cough.", []))
    assert (read, question.red_flags.get().danger) == ([True], "heart")

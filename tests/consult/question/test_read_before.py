"""Words are read for danger before the transaction that stores them, for which others wait on SQLite."""

from typing import Any

import pytest
from django.db import connection

from consult.asking.actions import submit_draft
from consult.case.actions.followup import add_followup, give_information
from consult.case.actions.revise import revise_question
from consult.models import Draft, FollowUp, Question
from consult.question.actions import red_flags
from tests.factories import QuestionFactory, ReplyFactory

pytestmark = pytest.mark.django_db(transaction=True)

CHEST = "Since noon I have crushing chest pain"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each text that is read whether that is done in a transaction."""
    noted: list[bool] = []
    scan = red_flags.scan  # type: ignore[attr-defined]

    def noting(text: str) -> Any:
        noted.append(connection.in_atomic_block)
        return scan(text)

    monkeypatch.setattr(red_flags, "scan", noting)
    return noted


def found() -> list[str]:
    return list(Question.objects.get().red_flags.values_list("danger", flat=True))


def test_a_question(read: list[bool]) -> None:
    draft = Draft.objects.create(answers={"title": "A pain", "body": CHEST, "display_name": "Maple"})
    submit_draft(draft=draft, consents=[])
    draft.refresh_from_db()
    submit_draft(draft=draft, consents=[])
    assert (read, found()) == ([False], ["heart"])


def test_a_changed_question(read: list[bool]) -> None:
    question = QuestionFactory.create(body="A cough.")
    revise_question(question=question, fields={"body": CHEST}, version=question.version)
    assert (read, found()) == ([False], ["heart"])


def test_a_follow_up(read: list[bool]) -> None:
    add_followup(question=ReplyFactory.create().question, text=CHEST)
    assert (read, found()) == ([False], ["heart"])


def test_information(read: list[bool]) -> None:
    give_information(
        question=QuestionFactory.create(status="needs_info", staff_message="Since when?"), text=CHEST
    )
    assert (read, found(), FollowUp.objects.get().text) == ([False], ["heart"], CHEST)


def test_words_that_changed_meanwhile_are_read_again(read: list[bool]) -> None:
    question = QuestionFactory.create(body=CHEST)
    red_flags.record_red_flags(question=question, reading=red_flags.Reading("A cough.", []))
    assert (read, found()) == ([True], ["heart"])

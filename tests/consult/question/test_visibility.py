"""Question.objects.public(): what a stranger sees."""

from collections.abc import Callable
from typing import Any

import pytest

from consult.models import Question, Status
from consult.models.consent import ConsentKind
from consult.question.actions.hold import hold_question
from consult.question.actions.publication import (
    approve_question,
    unpublish_question,
    withdraw_publication,
    withdraw_question,
)
from tests.factories import NOON, QuestionFactory, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


def hold_back(question: Question) -> Question:
    return hold_question(question=question, reason="self-harm")


def test_a_published_and_approved_question_with_consent_is_public() -> None:
    question = public_question()
    assert list(Question.objects.public()) == [question]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.WAITING},
        {"status": Status.NEEDS_INFO, "staff_message": "Since when?"},
        {"status": Status.ANSWERED, "answered_at": NOON},
        {"status": Status.DECLINED, "staff_message": "Please see a doctor."},
        {"status": Status.WITHDRAWN},
    ],
)
def test_no_other_status_is_public(fields: dict[str, Any]) -> None:
    question = QuestionFactory(**fields)
    ReplyFactory(question=question, approved_at=NOON)
    assert list(Question.objects.public()) == []


@pytest.mark.parametrize("leave", [withdraw_publication, withdraw_question, hold_back])
def test_what_leaves_the_public_is_not_public(leave: Callable[..., Question]) -> None:
    stays, goes = public_question(), public_question()
    leave(question=goes)
    assert list(Question.objects.public()) == [stays]


def test_unpublishing_takes_it_back(editor: Any) -> None:
    question = public_question()
    unpublish_question(question=question, actor=editor)
    assert list(Question.objects.public()) == []


def test_without_consent_to_publish_it_is_not_public() -> None:
    public_question(consents=[ConsentKind.ANSWER])
    assert list(Question.objects.public()) == []


def test_a_reply_that_is_not_approved_makes_nothing_public() -> None:
    question = public_question()
    question.replies.update(approved_at=None)
    assert list(Question.objects.public()) == []


def test_a_later_reply_stays_private_until_approved(editor: Any) -> None:
    question = public_question()
    ReplyFactory(question=question, text="Secret second opinion")
    thread = Question.objects.public().for_thread().get()
    assert [reply.text for reply in thread.public_replies] == ["Please see a neurologist."]
    approve_question(question=question, actor=editor)
    thread = Question.objects.public().for_thread().get()
    assert [reply.text for reply in thread.public_replies] == [
        "Please see a neurologist.",
        "Secret second opinion",
    ]

"""The database keeps one row for each question that meets the visibility rule, whoever writes."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.db import connection

from consult.common.triggers import ensure_triggers
from consult.models import Consent, PublicQuestion, Question, Reply, Status
from consult.models.consent import ConsentKind
from consult.publicity import PREFIX, refresh, triggers
from tests.factories import NOON, QuestionFactory, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]

PUBLISHED = {"status": Status.PUBLISHED, "published_at": NOON, "held_at": None, "held_reason": ""}
ANSWERED = {"status": Status.ANSWERED, "published_at": None, "held_at": None, "held_reason": ""}
HELD = {"status": Status.ANSWERED, "published_at": None, "held_at": NOON, "held_reason": "Doubt"}
WITHDRAWN = {"status": Status.WITHDRAWN, "published_at": None, "held_at": None, "held_reason": ""}


def standing() -> tuple[set[int], set[int]]:
    """What the rows say, and what the rule says."""
    rows = set(PublicQuestion.objects.values_list("pk", flat=True))
    return rows, set(Question.objects.by_rule().values_list("pk", flat=True))


@pytest.mark.parametrize("first", [PUBLISHED, ANSWERED, HELD, WITHDRAWN])
def test_every_step_between_the_states_of_its_rows_leaves_them_in_step(first: dict[str, Any]) -> None:
    question = public_question()
    consents = Consent.objects.filter(question=question, kind=ConsentKind.PUBLISH)
    replies = Reply.objects.filter(question=question)
    wrong: list[Any] = []
    states: Any = (PUBLISHED, ANSWERED, HELD, WITHDRAWN)
    for second, taken_back, approved in product(states, (None, NOON), (None, NOON)):
        Question.objects.filter(pk=question.pk).update(**first)
        consents.update(withdrawn_at=taken_back)
        replies.update(approved_at=approved)
        Question.objects.filter(pk=question.pk).update(**second)
        rows, rule = standing()
        expected = second == PUBLISHED and taken_back is None and approved is not None
        if rows != rule or (question.pk in rows) != expected:
            wrong.append((second, taken_back, approved))
        consents.update(withdrawn_at=None)
        replies.update(approved_at=NOON)
        if len(set(map(frozenset, standing()))) > 1:
            wrong.append((second, "given again"))
    assert wrong == []


@pytest.mark.parametrize(
    "write",
    [
        lambda question: question.replies.update(published_at=None, approved_at=None),
        lambda question: question.replies.all().delete(),
        lambda question: question.consents.all().delete(),
        lambda question: question.consents.filter(kind="publish").update(kind="guardian"),
        lambda question: question.replies.update(question=QuestionFactory()),
        lambda question: question.consents.update(question=QuestionFactory(consents=[])),
        lambda question: question.delete(),
    ],
)
def test_what_takes_one_part_of_the_rule_away_takes_the_row(write: Callable[[Question], object]) -> None:
    question = public_question()
    number = question.pk
    write(question)
    assert not PublicQuestion.objects.filter(pk=number).exists()
    assert len(set(map(frozenset, standing()))) == 1


def test_rows_made_in_bulk_count(doctor: object) -> None:
    template = public_question()
    reply, consent = template.replies.get(), template.consents.get(kind="publish")
    first = QuestionFactory(consents=[])
    second = QuestionFactory(consents=[])
    Question.objects.filter(pk__in=[first.pk, second.pk]).update(**PUBLISHED, answered_at=NOON)
    for row in (reply, consent):
        copies: list[Any] = []
        for question in (first, second):
            copy = type(row).objects.get(pk=row.pk)
            copy.pk, copy.question = None, question
            copies.append(copy)
        type(row).objects.bulk_create(copies)
    assert standing() == ({template.pk, first.pk, second.pk},) * 2


def test_a_reply_that_moves_takes_the_rule_along() -> None:
    one, other = public_question(), public_question()
    ReplyFactory(question=one, approved_at=NOON)
    other.replies.update(question=one)
    assert standing() == ({one.pk}, {one.pk})


def test_rows_that_went_wrong_without_triggers_are_mended() -> None:
    right, wrong = public_question(), QuestionFactory()
    PublicQuestion.objects.filter(pk=right.pk).delete()
    PublicQuestion.objects.create(question=wrong)
    refresh(connection)
    assert standing() == ({right.pk}, {right.pk})


def test_triggers_that_are_right_are_left_alone() -> None:
    assert not ensure_triggers(connection, PREFIX, triggers(connection))

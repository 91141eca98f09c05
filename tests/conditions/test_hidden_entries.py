"""The database knows of which questions the index has an entry though nobody may see them."""

from collections.abc import Callable

import pytest
from django.db import connection

from conditions.hidden_entries import HIDDEN
from conditions.models import HiddenEntry, IndexEntry
from consult.common.triggers import ensure_triggers
from consult.models import Consent, Question
from tests.factories import NOON, QuestionFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


def entered(question: Question) -> Question:
    """The question with an entry in the index, whether it may have one or not."""
    IndexEntry.objects.create(kind="question", question=question, digest="d")
    return question


def standing() -> set[int]:
    """The questions that are hidden, which are those of the rule."""
    rows = set(HiddenEntry.objects.values_list("question_id", flat=True))
    assert rows == {row["question_id"] for row in HIDDEN.rows(None)}
    return rows


def withdraw(question: Question) -> None:
    """Take the consent back behind the index's back."""
    Consent.objects.filter(question=question).update(withdrawn_at=NOON)


HIDE: dict[str, Callable[[Question], object]] = {
    "consent withdrawn": withdraw,
    "reply not approved": lambda question: question.replies.update(approved_at=None),
    "held back": lambda question: Question.objects.filter(pk=question.pk).update(
        status="answered", published_at=None, held_at=NOON, held_reason="Doubt"
    ),
}


@pytest.mark.parametrize("hide", HIDE.values(), ids=list(HIDE))
def test_an_entry_that_stays_when_its_question_is_hidden_is_known(hide: Callable[[Question], object]) -> None:
    question, _other = entered(public_question()), entered(public_question())
    public_question()
    assert standing() == set()
    hide(question)
    assert standing() == {question.pk}


def test_it_is_forgotten_when_the_question_is_public_again() -> None:
    question = entered(public_question())
    withdraw(question)
    Consent.objects.filter(question=question).update(withdrawn_at=None)
    assert standing() == set()


def test_it_is_forgotten_when_the_entry_goes() -> None:
    question = entered(public_question())
    withdraw(question)
    IndexEntry.objects.all().delete()
    assert standing() == set()


def test_it_goes_with_the_question() -> None:
    question, other = entered(public_question()), entered(public_question())
    withdraw(question)
    withdraw(other)
    question.delete()
    assert standing() == {other.pk}


def test_an_entry_of_what_was_never_public_is_known() -> None:
    question = entered(QuestionFactory())
    assert standing() == {question.pk}
    IndexEntry.objects.update(question=public_question())
    assert standing() == set()


def test_rows_that_went_wrong_without_triggers_are_mended() -> None:
    question, other = entered(public_question()), public_question()
    withdraw(question)
    HiddenEntry.objects.update(question=other)
    HIDDEN.refresh(connection)
    assert standing() == {question.pk}


def test_triggers_that_are_right_are_left_alone() -> None:
    assert not ensure_triggers(connection, HIDDEN.prefix, HIDDEN.triggers(connection))

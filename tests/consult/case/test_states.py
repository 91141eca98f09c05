"""In which states a patient may write, whatever page the words come from."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consult.case.actions.followup import NotNowError, add_followup, give_information
from consult.case.actions.revise import revise_question
from consult.models import Question, Status
from tests.factories import NOON, QuestionFactory

pytestmark = pytest.mark.django_db

STATES: dict[str, dict[str, Any]] = {
    Status.WAITING: {},
    Status.NEEDS_INFO: {"staff_message": "Since when?"},
    Status.ANSWERED: {"answered_at": NOON},
    Status.PUBLISHED: {"answered_at": NOON, "published_at": NOON},
    Status.DECLINED: {"staff_message": "Please see your GP."},
    Status.WITHDRAWN: {},
}


def write_again(question: Question) -> None:
    add_followup(question=question, text="And in summer?")


def inform(question: Question) -> None:
    give_information(question=question, text="Since May.")


def change(question: Question) -> None:
    revise_question(question=question, fields={"body": "Since May."}, version=question.version)


@pytest.mark.parametrize(
    ("write", "allowed"),
    [
        (write_again, {Status.ANSWERED, Status.PUBLISHED}),
        (inform, {Status.NEEDS_INFO}),
        (change, {Status.WAITING, Status.NEEDS_INFO}),
    ],
)
def test_a_patient_writes_only_where_somebody_will_read_it(write: Any, allowed: set[str]) -> None:
    possible = set()
    for status, fields in STATES.items():
        question = QuestionFactory(status=status, **fields)
        try:
            write(question)
        except NotNowError:
            assert not question.followups.exists()
            assert Question.objects.get(pk=question.pk).version == 1
        else:
            possible.add(status)
    assert possible == allowed


@pytest.mark.parametrize(
    ("page", "allowed"),
    [("follow-up/", {Status.ANSWERED, Status.PUBLISHED}), ("information/", {Status.NEEDS_INFO})],
)
def test_a_form_is_shown_only_where_it_can_be_sent(
    patient: Client, address_of: Callable[..., str], page: str, allowed: set[str]
) -> None:
    possible = set()
    for status, fields in STATES.items():
        response = patient.get(address_of(QuestionFactory(status=status, **fields), page))
        if response.status_code == 200:
            possible.add(status)
        else:
            assert response.status_code == 409
            assert "This is not possible now" in response.content.decode()
    assert possible == allowed

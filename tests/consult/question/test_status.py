"""The states of a question, in code and in the database."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consult.models import Consent, ConsentWording, Question, Status
from consult.models.consent import ConsentKind
from consult.models.status import STATES, TransitionError
from tests.factories import NOON, DoctorFactory, QuestionFactory, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


def test_every_status_has_its_row_in_the_table() -> None:
    assert set(STATES) == set(Status.values)
    assert {target for state in STATES.values() for target in state.leads_to} <= set(Status.values)


@pytest.mark.parametrize("source", Status.values)
def test_a_question_moves_only_as_the_table_says(source: str) -> None:
    allowed = set()
    for target in Status.values:
        question = Question(status=source)
        try:
            question.move_to(target)
        except TransitionError:
            assert question.status == source
        else:
            allowed.add(target)
    assert allowed == STATES[source].leads_to


@pytest.mark.parametrize(
    "impossible",
    [
        {"status": "lost"},
        {"status": Status.PUBLISHED},
        {"published_at": NOON},
        {"status": Status.ANSWERED, "answered_at": None},
        {"status": Status.NEEDS_INFO},
        {"status": Status.DECLINED},
        {"status": Status.REJECTED},
        {"held_at": NOON},
        {"held_reason": "why"},
        {"title": ""},
        {"display_name": ""},
        {"age_range": "37"},
        {"sex": "f"},
        {"about": "neighbour"},
    ],
)
def test_the_database_refuses_impossible_questions(impossible: dict[str, Any]) -> None:
    question = QuestionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**impossible)


def test_a_public_question_cannot_be_held_in_the_database() -> None:
    question = public_question()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(held_at=NOON, held_reason="self-harm")


def test_a_reply_is_not_approved_before_it_is_published() -> None:
    reply = ReplyFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(reply).objects.filter(pk=reply.pk).update(published_at=None, approved_at=NOON)


def test_one_standing_consent_of_a_kind() -> None:
    question = QuestionFactory()
    wording = ConsentWording.objects.get(kind=ConsentKind.PUBLISH)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(question=question, wording=wording, kind=wording.kind, given_at=NOON)
    question.consents.filter(kind=ConsentKind.PUBLISH).update(withdrawn_at=NOON)
    Consent.objects.create(question=question, wording=wording, kind=wording.kind, given_at=NOON)
    assert question.consents.filter(kind=ConsentKind.PUBLISH).count() == 2


def test_a_licence_is_verified_by_somebody_on_a_day() -> None:
    doctor = DoctorFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(doctor).objects.filter(pk=doctor.pk).update(licence_verified_on=None)

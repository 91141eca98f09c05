"""Who had a question that a colleague answers or declines has it no more, and is told."""

from typing import Any

import pytest
from django.test import Client

from consult.case.actions.followup import add_followup
from consult.desk.actions.claim import SharingError, take_question
from consult.models import Claim, Question
from consult.models.staffing import StaffNotice
from consult.question.actions.publication import withdraw_question
from tests.consult.desk.team.conftest import a_doctor, client_of, press
from tests.factories import NOON, QuestionFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def question(neurology: Any) -> Question:
    return QuestionFactory(specialty=neurology)


@pytest.fixture
def holder(neurology: Any, question: Question) -> Any:
    """Another doctor, who has taken it."""
    found = a_doctor("Dr Hanna Holder", neurology)
    take_question(question=question, doctor=found, actor=found.user)
    return found


def told() -> list[str]:
    return list(StaffNotice.objects.filter(kind="settled").values_list("user__username", flat=True))


def decline(client: Client, question: Question) -> None:
    press(client, question, "decline", decline_reason="outside")


def test_a_reply_or_no_of_somebody_else_ends_the_claim(
    doctor_client: Client, editor_client: Client, question: Question, holder: Any, neurology: Any
) -> None:
    decline(editor_client, question)
    assert (Claim.objects.count(), told()) == (0, ["holder"])
    assert f"by a colleague</strong>: #{question.pk}" in client_of(holder).get("/admin/").content.decode()
    other = QuestionFactory(specialty=neurology)
    take_question(question=other, doctor=holder, actor=holder.user)
    press(doctor_client, other, "publish", text="Rest.")
    assert (Claim.objects.count(), told()) == (0, ["holder"] * 2)


def test_nobody_is_told_of_what_they_do_themselves_or_of_a_claim_that_has_run_out(
    doctor_client: Client, question: Question, holder: Any, neurology: Any
) -> None:
    decline(client_of(holder), question)
    assert (Claim.objects.count(), told()) == (0, [])
    other = QuestionFactory(specialty=neurology)
    take_question(question=other, doctor=holder, actor=holder.user)
    Claim.objects.update(until=NOON)
    decline(doctor_client, other)
    assert (Claim.objects.count(), told()) == (0, [])


def test_what_its_patient_took_back_is_taken_by_nobody(question: Question, doctor: Any) -> None:
    withdraw_question(question=question)
    with pytest.raises(SharingError, match="it does not wait for a doctor"):
        take_question(question=question, doctor=doctor, actor=doctor.user)


def test_an_answered_case_is_taken_only_while_a_message_waits_whatever_is_sent(
    doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    case = public_question(specialty=neurology, doctor=doctor)
    press(doctor_client, case, "take")
    assert Claim.objects.count() == 0
    add_followup(question=case, text="And now?")
    press(doctor_client, case, "take")
    assert Claim.objects.get().question == case

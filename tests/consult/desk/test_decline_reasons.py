"""A reason to decline that does not fit the danger is neither offered nor taken."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consult.desk.decline import DECLINE_REASONS, reasons_for
from consult.models import Status
from consult.models.safety import DangerLevel
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db

OFFERED = {
    DangerLevel.NONE: set(DECLINE_REASONS),
    DangerLevel.TODAY: {"emergency", "crisis", "urgent", "not_medical"},
    DangerLevel.NOW: {"emergency", "crisis"},
}


@pytest.mark.parametrize("level", DangerLevel)
def test_what_fits_is_offered(level: DangerLevel, doctor_client: Client, doctor: Any, neurology: Any) -> None:
    question = QuestionFactory(specialty=neurology, danger_level=level)
    page = doctor_client.get(reverse("admin:consult_question_change", args=[question.pk]))
    choices = page.context["desk"].decline_form.fields["decline_reason"].choices
    assert {code for code, _label in choices} - {""} == set(reasons_for(level)) == OFFERED[level]
    assert {reason["code"] for reason in page.context["decline_reasons"]} == OFFERED[level]


@pytest.mark.parametrize(
    ("reason", "status"), [("own_doctor", Status.WAITING), ("emergency", Status.DECLINED)]
)
def test_what_does_not_fit_is_not_taken(
    reason: str, status: Status, doctor_client: Client, doctor: Any, neurology: Any
) -> None:
    question = QuestionFactory(specialty=neurology, danger_level=DangerLevel.NOW)
    response = doctor_client.post(
        reverse("admin:consult_question_change", args=[question.pk]),
        {"action": "decline", "decline_reason": reason, "question_version": 1},
    )
    question.refresh_from_db()
    assert question.status == status
    if status == Status.WAITING:
        assert response.context["errors"] == [("id_decline_reason", "Choose a reason.")]

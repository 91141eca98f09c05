"""A doctor without a verified, unexpired licence answers nobody, and is told before it ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consult.desk.actions.reply import answer_followup, publish_reply
from consult.models import (
    Doctor,
    FollowUp,
    Reply,
)
from consult.question.actions.publication import NotPublishableError
from portal.roles import ADMINISTRATORS
from tests.factories import (
    QuestionFactory,
    ReplyFactory,
    public_question,
)
from tests.portal.roles.groups import with_role
from tests.portal.roles.requests import of, on_desk

pytestmark = pytest.mark.django_db


def days(number: int) -> Any:
    return timezone.localdate() + timedelta(days=number)


LICENCES = {
    "no expiry": ({}, True),
    "last day": ({"licence_expires_on": days(0)}, True),
    "expired": ({"licence_expires_on": days(-1)}, False),
    "not verified": ({"licence_verified_on": None, "licence_verified_by": ""}, False),
    "left": ({"is_active": False}, False),
}


@pytest.mark.parametrize("name", LICENCES)
def test_only_a_doctor_with_a_valid_licence_answers(name: str, doctor_client: Client, doctor: Doctor) -> None:
    fields, answers = LICENCES[name]
    Doctor.objects.filter(pk=doctor.pk).update(**fields)
    assert on_desk(action="publish")(doctor_client).replies.published().exists() == answers
    assert (
        doctor_client.get(of("consult_question_change", QuestionFactory().pk)).status_code == 200
    ) == answers


def test_a_licence_that_ends_while_the_doctor_writes_stops_the_reply(doctor: Doctor) -> None:
    doctor.licence_expires_on = days(-1)
    doctor.save()
    draft = ReplyFactory(question=QuestionFactory(), doctor=doctor, published_at=None)
    followup = FollowUp.objects.create(question=public_question(), text="And now?")
    with pytest.raises(NotPublishableError):
        publish_reply(reply=draft, actor=doctor.user)
    with pytest.raises(NotPublishableError):
        answer_followup(followup=followup, answer="Rest.", doctor=doctor, actor=doctor.user)
    assert not Reply.objects.published().filter(doctor=doctor).exists()


@pytest.mark.parametrize(("left", "is_told"), [(61, False), (60, True), (0, True), (-1, True)])
def test_a_licence_warns_sixty_days_before_its_end(left: int, is_told: bool, doctor: Doctor) -> None:
    doctor.licence_expires_on = days(left)
    doctor.save()
    client = Client()
    client.force_login(doctor.user)  # type: ignore[arg-type]
    page = client.get("/admin/").content.decode()
    assert ("licence-notice" in page) == is_told
    head = with_role(ADMINISTRATORS).get("/admin/")
    counts = {queue.label: queue.count for queue in head.context["queues"]}
    assert counts["Licences missing or ending"] == int(is_told)

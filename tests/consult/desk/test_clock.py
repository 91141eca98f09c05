"""The clock of a waiting time stands still while we wait for the patient, wherever the time is read."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from consult.case.actions.followup import give_information
from consult.desk.actions.reply import publish_reply, request_information
from consult.desk.overdue import tell_of_overdue
from consult.models import InformationRequest, Question, Status
from consult.models.question import Origin
from consult.question.waiting_time import waiting_time
from portal.figures.counted import events
from tests.factories import QuestionFactory, ReplyFactory

pytestmark = pytest.mark.django_db
DAYS, HOURS = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def asked_more(doctor: Any, neurology: Any) -> Question:
    """Asked ten days ago; a doctor wanted to know more four hours later."""
    question = QuestionFactory(specialty=neurology, asked_at=timezone.now() - 10 * DAYS)
    request_information(question=question, message="Since when?", actor=doctor.user)
    asked_at = question.asked_at + 4 * HOURS
    InformationRequest.objects.update(asked_at=asked_at)
    Question.objects.update(paused_at=asked_at)
    return question


def test_the_desk_says_that_it_waits_for_the_patient(doctor_client: Any, asked_more: Any) -> None:
    page = doctor_client.get(f"/admin/consult/question/{asked_more.pk}/change/").content.decode()
    assert '<span class="wait">with the patient for 9 days</span>' in page
    assert tell_of_overdue() == 0


def test_after_the_answer_only_the_time_with_us_counts(
    doctor_client: Any, doctor: Any, neurology: Any, asked_more: Any, settings: Any
) -> None:
    settings.MINIMUM_WAITING_SAMPLE = 2
    older = QuestionFactory(specialty=neurology, asked_at=timezone.now() - 5 * HOURS)
    give_information(question=asked_more, text="Since May.")
    queue = list(Question.objects.waiting())
    assert queue == [older, asked_more]
    assert queue[1].waiting_since - asked_more.asked_at > 9 * DAYS
    page = doctor_client.get(f"/admin/consult/question/{asked_more.pk}/change/").content.decode()
    assert 'waiting <span class="wait wait-new">4 hours</span>' in page
    assert tell_of_overdue() == 0
    for question in queue:
        publish_reply(reply=ReplyFactory(question=question, published_at=None), actor=doctor.user)
    assert Question.objects.filter(origin=Origin.PATIENT).count() == 2
    found = waiting_time(neurology)
    assert found
    assert found.ninetieth < 6 * HOURS
    today = timezone.localdate()
    counted = events(today, today)
    assert counted[today, "in_target", str(neurology.pk)] == 2


def test_a_pause_that_an_older_version_left_standing_means_nothing(
    doctor_client: Any, doctor: Any, asked_more: Any
) -> None:
    # It knows of no pause, so it only changes the status.
    Question.objects.update(status=Status.WAITING)
    page = doctor_client.get(f"/admin/consult/question/{asked_more.pk}/change/").content.decode()
    assert 'waiting <span class="wait wait-red">10 days</span>' in page
    assert tell_of_overdue() == 1
    publish_reply(reply=ReplyFactory(question=asked_more, published_at=None), actor=doctor.user)
    question = Question.objects.get()
    assert (question.paused_at, question.waits_from) == (None, None)


def test_former_pauses_are_left_out_as_well(asked_more: Any, neurology: Any, doctor: Any) -> None:
    kept = Question.objects.get().paused_at
    Question.objects.update(paused_at=None)
    former = import_module("consult.migrations.0151_former_pauses").leave_out_former_pauses
    former(apps, None)
    assert Question.objects.get().paused_at == kept
    answer = give_information(question=asked_more, text="Since May.")
    began = Question.objects.get().clock_began
    Question.objects.update(waits_from=None)
    former(apps, None)
    assert abs(Question.objects.get().clock_began - began) < timedelta(seconds=1)
    assert answer.answers_request.text == "Since when?"

"""The approval queue counts from when what waits was written, coloured by the target of the specialty."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import Correction, FollowUp, Question
from tests.factories import ReplyFactory, public_question

pytestmark = pytest.mark.django_db
LIST = reverse("admin:consult_question_changelist") + "?queue=approval"


def days_ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days, minutes=5)


@pytest.fixture
def question(doctor: Any, neurology: Any) -> Any:
    """A thread that is public since 200 days."""
    question = public_question(doctor=doctor, specialty=neurology, published_at=days_ago(200))
    Question.objects.update(answered_at=days_ago(200))
    return question


def correct(question: Any, days: int) -> None:
    reply = question.replies.get(approved_at__isnull=False)
    Correction.objects.create(reply=reply, specialty=reply.specialty, text="New.", safety_net="Fever.")
    Correction.objects.update(written_at=days_ago(days))


def answer(question: Any, doctor: Any, days: int) -> None:
    at = days_ago(days)
    FollowUp.objects.create(question=question, text="And?", doctor=doctor, answer="Rest.", answered_at=at)


def reply(question: Any, days: int) -> None:
    ReplyFactory(question=question, published_at=days_ago(days))


def since(question: Any) -> int:
    waited: timedelta = timezone.now() - Question.objects.awaiting_approval().get().approval_since
    return waited.days


def test_the_oldest_of_what_waits_counts(question: Any, doctor: Any) -> None:
    assert Question.objects.awaiting_approval().count() == 0
    correct(question, 1)
    assert since(question) == 1
    answer(question, doctor, 2)
    assert since(question) == 2
    reply(question, 3)
    assert since(question) == 3


def test_the_colour_is_that_of_the_specialtys_target_in_list_and_desk(
    question: Any, editor_client: Any, neurology: Any
) -> None:
    correct(question, 2)
    other = ReplyFactory(question__specialty=neurology).question
    Question.objects.filter(pk=other.pk).update(answered_at=days_ago(1))
    for hours, colour in ((240, "wait-new"), (60, "wait-amber"), (24, "wait-red")):
        type(neurology).objects.update(target_hours=hours)
        page = editor_client.get(LIST)
        assert [row.pk for row in page.context["cl"].result_list] == [question.pk, other.pk]
        assert f'<span class="wait {colour}">2 days ago</span>' in page.content.decode()
        assert f'<span class="wait {colour}">2 days</span>' in editor_client.get("/admin/").content.decode()

"""After a rule has changed, what still waits is read again; what is closed is left alone."""

from typing import Any

import pytest
from django.core.management import call_command

from consult.case.actions.followup import add_followup
from consult.models import FollowUp, Question, Suspicion
from consult.models.safety import DangerLevel
from consult.models.staffing import StaffNotice
from tests.factories import QuestionFactory, ReplyFactory

pytestmark = pytest.mark.django_db


def test_open_questions_and_unanswered_messages_are_read(capsys: Any) -> None:
    waiting = QuestionFactory(body="I have crushing chest pain.")
    informed = QuestionFactory()
    FollowUp.objects.create(question=informed, kind="information", text="And chest pain.")
    followed = ReplyFactory().question
    FollowUp.objects.create(question=followed, text="I have crushing chest pain.")
    closed = ReplyFactory(question__body="I have crushing chest pain.").question
    for _again in range(2):
        call_command("record_red_flags")
        assert capsys.readouterr().out == "Open questions that the safety check marks: 2.\n"
        levels = dict(Question.objects.values_list("pk", "danger_level"))
        now = DangerLevel.NOW
        assert levels == {waiting.pk: now, informed.pk: now, followed.pk: now, closed.pk: DangerLevel.NONE}


def test_a_message_that_was_set_aside_is_read_and_let_go(doctor: Any) -> None:
    question = ReplyFactory(doctor=doctor).question
    followup = add_followup(question=question, text="It is the same again.", signs=["links"])
    FollowUp.objects.filter(pk=followup.pk).update(text="I have crushing chest pain.")
    call_command("record_red_flags")
    assert Suspicion.objects.get().outcome == Suspicion.Outcome.DANGER
    assert list(Question.objects.waiting(doctor)) == [question]
    assert StaffNotice.objects.filter(kind=StaffNotice.Kind.FOLLOW_UP, user=doctor.user).count() == 1

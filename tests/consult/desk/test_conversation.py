"""The desk tells every request for information with its answer, and every message, in their order."""

from typing import Any

import pytest
from django.urls import reverse

from consult.case.actions.followup import add_followup, give_information
from consult.desk.actions.reply import publish_reply, request_information
from consult.models import Question
from tests.factories import QuestionFactory, ReplyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def desk(question: Question) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


def told(page: Any) -> list[tuple[str | None, str | None]]:
    return [
        (exchange.request and exchange.request.text, exchange.message and exchange.message.text)
        for exchange in page.context["conversation"]
    ]


def test_a_second_request_stands_below_the_first_and_each_keeps_its_answer(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    for asked, answer in (("Since when?", "Since May."), ("Which side?", "The left one.")):
        request_information(question=question, message=asked, actor=doctor.user)
        give_information(question=question, text=answer)
    publish_reply(reply=ReplyFactory(question=question, doctor=doctor, published_at=None), actor=doctor.user)
    add_followup(question=question, text="Thank you. And now?")
    page = doctor_client.get(desk(question))
    # The message that waits for an answer stands where one writes.
    assert told(page) == [("Since when?", "Since May."), ("Which side?", "The left one.")]
    html = page.content.decode()
    assert html.index("Since May.") < html.index("Which side?") < html.index("Thank you. And now?")
    assert "Send this answer" in html


def test_an_open_request_says_that_the_waiting_time_stands_still(doctor_client, doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    request_information(question=question, message="Since when?", actor=doctor.user)
    page = doctor_client.get(desk(question))
    assert told(page) == [("Since when?", None)]
    assert "Not answered yet: the waiting time stands still." in page.content.decode()

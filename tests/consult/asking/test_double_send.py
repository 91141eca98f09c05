"""Two presses of "Send" at the same moment make one question."""

import threading

import pytest
from django.db import connection
from django.test import Client

from consult.models import Question
from tests.consult.asking.walk import consents, fill, question_at, token_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_presses_at_once_make_one_question(patient):
    fill(patient)
    boxes = consents("answer", "publish")
    start, responses = threading.Barrier(3), []

    def press():
        client = Client()
        client.cookies = patient.cookies
        start.wait()
        responses.append(client.post("/ask/check/", boxes))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [response.status_code for response in responses] == [302, 302, 302]
    assert {question_at(token_of(response)).pk for response in responses} == {Question.objects.get().pk}

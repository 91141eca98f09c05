"""Requests for information from before each was kept are read out of the history of their question."""

from importlib import import_module

import pytest
from django.apps import apps

from consult.case.actions.followup import give_information
from consult.desk.actions.reply import request_information
from consult.models import InformationRequest
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def test_each_former_request_comes_back_with_the_answer_that_followed_it(doctor) -> None:
    question = QuestionFactory()
    for asked, answer in (("Since when?", "Since May."), ("Which side?", None)):
        request_information(question=question, message=asked, actor=doctor.user)
        if answer:
            give_information(question=question, text=answer)
    kept = list(InformationRequest.objects.values_list("text", "answer__text"))
    InformationRequest.objects.all().delete()
    import_module("consult.migrations.0071_former_requests").keep_former_requests(apps, None)
    assert list(InformationRequest.objects.values_list("text", "answer__text")) == kept
    assert kept == [("Since when?", "Since May."), ("Which side?", None)]

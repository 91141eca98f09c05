"""Staff find anything: by "#179", by words of question, reply and message, by a doctor or a person in the trail."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consult.desk.admin.searching import find_questions
from consult.models import (
    AuditEntry,
    Correction,
    FollowUp,
    HelpfulVote,
    InformationRequest,
    PageReport,
    Question,
    Tombstone,
)
from tests.factories import DoctorFactory, QuestionFactory, ReplyFactory, UserFactory, public_question

pytestmark = pytest.mark.django_db


def found(client: Client, table: str, term: str, **query: str) -> list[Any]:
    page = client.get(reverse(f"admin:{table}_changelist"), {"q": term, **query})
    return list(page.context["cl"].result_list)


@pytest.fixture
def case(neurology: Any) -> Question:
    question = public_question(
        specialty=neurology,
        title="Drooping eyelid",
        doctor=DoctorFactory(name="Dr Ada Quince"),
        reply_text="It may be myasthenia.",
    )
    FollowUp.objects.create(question=question, text="Does swimming help?")
    InformationRequest.objects.create(question=question, text="Any cataract?")
    Question.objects.update(began="In Lent", tried="Arnica", seen="An optician", wants="A forecast")
    Correction.objects.create(
        reply=question.replies.get(), specialty=neurology, text="Surely lupus.", safety_net="Choking: call."
    )
    QuestionFactory(specialty=neurology, title="Another")
    return question


@pytest.mark.parametrize(
    "term",
    [
        "eyelid",
        "myasthenia",
        "Quince",
        "swimming",
        "cataract",
        "eyelid quince",
        '"may be myasthenia"',
        "lupus",
        "choking",
        "lent",
        "arnica",
        "optician",
        "forecast",
    ],
)
def test_words_of_patient_and_doctor_find_the_question_whatever_queue_it_is_in(editor_client, case, term):
    assert found(editor_client, "consult_question", term) == [case]


def test_every_word_has_to_stand_somewhere(editor_client, case):
    assert found(editor_client, "consult_question", "eyelid banana") == []
    assert found(editor_client, "consult_question", '"myasthenia may"') == []


def test_a_number_finds_its_question_in_every_queue(editor_client, case):
    for term in (f"#{case.pk}", str(case.pk)):
        assert case in found(editor_client, "consult_question", term, queue="waiting")
    assert found(editor_client, "consult_question", "#999999999999999999999") == []


def test_a_doctor_finds_nothing_that_is_not_theirs_to_read(doctor_client, doctor):
    other = ReplyFactory(question__specialty__name="Dermatology", text="Zyxwv.").question
    assert found(doctor_client, "consult_question", "zyxwv") == []
    assert found(doctor_client, "consult_question", f"#{other.pk}") == []


TABLES: dict[str, Callable[[Question], Any]] = {
    "consult_auditentry": lambda question: AuditEntry.objects.create(
        action="asked", question_number=question.pk
    ),
    "consult_tombstone": lambda question: Tombstone.objects.create(question_number=question.pk),
    "consult_pagereport": lambda question: PageReport.objects.create(
        path="/", question=question, reason="spam"
    ),
    "consult_helpfulvote": lambda question: HelpfulVote.objects.create(
        reply=question.replies.get(), voter_hash="x", helped=True
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_the_number_of_a_question_is_known_in_every_table(administrator_client, case, table):
    row = TABLES[table](case)
    AuditEntry.objects.create(action="asked", question_number=case.pk + 1)
    assert found(administrator_client, table, f"#{case.pk}") == [row]


@pytest.mark.parametrize("term", ["nora", "Nightingale", "Dr Nora"])
def test_the_trail_is_searched_by_person(administrator_client, term):
    user: Any = UserFactory(username="nora", last_name="Nightingale")
    DoctorFactory(user=user, name="Dr Nora Neuron")
    wanted = AuditEntry.objects.create(action="opened", question_number=1, actor=user)
    AuditEntry.objects.create(action="opened", question_number=1, actor=UserFactory())
    assert found(administrator_client, "consult_auditentry", term) == [wanted]


def test_a_search_costs_one_query(case, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(find_questions(Question.objects.all(), "eyelid quince")) == [case]

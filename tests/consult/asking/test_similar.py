"""Answered questions like one's own, before sending: shown once, never in the way."""

import pytest
from django.core.management import call_command

from consult.events import question_changed
from consult.models import Question
from tests.consult.asking.walk import ANSWERS, fill
from tests.factories import public_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def numb():
    """A public question in the index of the shipped language model."""
    call_command("build_encoder", verbosity=0)
    question = public_question(
        title="My cheek goes numb on the bicycle", body="My left cheek goes numb in cold wind."
    )
    question_changed.send(sender=Question, question=question)
    return question


def ask(patient):
    """Everything up to the step of the similar cases."""
    for slug, answers in ANSWERS.items():
        patient.post(f"/ask/{slug}/", answers)


def test_an_answered_question_like_it_is_shown_once(patient, numb):
    ask(patient)
    page = patient.get("/ask/similar/").content.decode()
    assert (
        f'<h3 class="question-card-title" dir="auto"><a href="{numb.get_absolute_url()}">{numb.title}</a></h3>'
        in page
    )
    assert "Why it is similar:" in page
    assert patient.post("/ask/similar/")["Location"] == "/ask/check/"
    assert patient.get("/ask/similar/")["Location"] == "/ask/check/"


def test_with_nothing_similar_there_is_no_empty_page(patient):
    ask(patient)
    assert patient.get("/ask/similar/")["Location"] == "/ask/check/"


def test_an_unfinished_question_is_led_to_what_is_lacking(patient):
    assert patient.get("/ask/similar/")["Location"] == "/ask/who/"
    patient.post("/ask/who/", {"about": "self"})
    assert patient.get("/ask/similar/")["Location"] == "/ask/what/"


def test_a_finished_one_goes_on(patient):
    fill(patient)
    assert patient.get("/ask/check/").status_code == 200

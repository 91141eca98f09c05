"""Before publication, question, replies, More Info and messages are read together."""

import pytest
from django.urls import reverse

from consult.models import FollowUp, Status
from tests.consult.desk.test_approval import screen, typed
from tests.factories import NOON, DoctorFactory, ReplyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(neurology):
    """A reply that repeats in small letters what the question gave away."""
    return ReplyFactory(
        question__specialty=neurology,
        question__body="My daughter Maria goes to Oakfield Primary. Her cheek is numb.",
        text="dear maria, rest for a week.",
        more_info="At Oakfield Primary they can help. Maria should drink.",
    )


def marks(client, question):
    """What the screen marks: in the question, and elsewhere, with whether only the question tells it."""
    context = client.get(screen(question)).context
    return (
        [mark.text for mark in context["marks"]],
        [(mark.text, mark.is_repeated) for mark in context["reply_marks"]],
    )


def test_a_name_of_the_question_is_looked_for_in_reply_and_more_info(editor_client, reply):
    assert marks(editor_client, reply.question) == (
        ["Maria", "Oakfield Primary"],
        [("maria", True), ("Oakfield Primary", True), ("Maria", True)],
    )
    assert (
        "the name stands elsewhere in this case" in editor_client.get(screen(reply.question)).content.decode()
    )


def test_a_name_of_the_reply_is_looked_for_in_the_question(editor_client, neurology):
    reply = ReplyFactory(
        question__specialty=neurology,
        question__body="my girl quvenzhane has a numb cheek",
        text="Her name is Quvenzhane, is it not?",
    )
    assert marks(editor_client, reply.question)[0] == ["quvenzhane"]


def test_messages_are_read_too(editor_client, reply, doctor):
    FollowUp.objects.create(
        question=reply.question, text="maria is well", answer="Good, Maria!", doctor=doctor, answered_at=NOON
    )
    found = list(editor_client.get(screen(reply.question)).context["reply_marks"])
    assert [(mark.field, mark.text) for mark in found[-2:]] == [
        (FollowUp.objects.get().name, "maria"),
        ("Answer to the follow-up", "Maria"),
    ]


def test_a_repeated_name_is_published_only_knowingly(editor_client, reply):
    question = reply.question
    response = editor_client.post(screen(question), typed(question, action="approve"))
    assert response.context["errors"] == [
        ("id_names_read", "Change the reply, or say that these names may be public.")
    ]
    question.refresh_from_db()
    assert question.status == Status.ANSWERED
    editor_client.post(screen(question), typed(question, action="approve", names_read="on"))
    question.refresh_from_db()
    assert question.status == Status.PUBLISHED


def test_a_word_of_every_sentence_is_a_name_only_with_a_capital(editor_client, neurology):
    reply = ReplyFactory(
        question__specialty=neurology,
        question__body="My name is Rose Hill.",
        text="The rash rose up the hill of the cheek; so, Rose, keep it dry.",
    )
    assert marks(editor_client, reply.question)[1] == [("Rose", True)]


def test_nothing_given_away_asks_nothing(editor_client, neurology):
    reply = ReplyFactory(question__specialty=neurology, doctor=DoctorFactory(name="Dr Ash"))
    assert marks(editor_client, reply.question) == ([], [])
    assert "names_read" not in editor_client.get(screen(reply.question)).content.decode()
    assert reverse("admin:consult_question_approve", args=[reply.question.pk]) == screen(reply.question)

"""Whatever was typed or pasted, the public feed is well-formed XML."""

from typing import Any
from xml.etree import ElementTree

import pytest

from consult.models import Doctor, Question, Reply
from tests.cases import case
from tests.consult.asking.walk import fill, question_at, send, token_of
from tests.factories import public_question

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]
CASE = case("feed-characters")
FURTHER = [
    "Knee\x00clicks",
    "Knee\x85clicks",
    "Knee\ufdd0clicks",
    "Knee\U0001fffeclicks",
    "K\x1bnee\x9bclicks",
    "\x7fKnee",
]
TITLES = [*CASE["500"]["title"], *CASE["200_but_not_well_formed"], *FURTHER]


def feed(stranger: Any) -> str:
    """The text of the feed, which has to be XML."""
    response = stranger.get("/questions/feed/")
    assert response.status_code == 200
    return "".join(ElementTree.fromstring(response.content).itertext())


@pytest.mark.parametrize("title", TITLES)
def test_a_typed_title(patient: Any, stranger: Any, title: str) -> None:
    what = {"title": title, "body": f"My knee clicks.{title}"}
    if title == "\x01":
        assert patient.post("/ask/what/", what).status_code == 200  # nothing of it can be seen
        return
    fill(patient, what=what)
    question = question_at(token_of(send(patient, "answer", "publish")))
    public = public_question(title=question.title, body=question.body)

    assert public.title in feed(stranger)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_was_stored_before(stranger: Any, title: str) -> None:
    title = title.replace("\x00", "")  # PostgreSQL stores no NUL
    Question.objects.filter(pk=public_question().pk).update(title=title)

    assert "Consilium" in feed(stranger)


@pytest.mark.parametrize("name", [*CASE["500"]["doctor_name"], "Dr\ufffeA", "Dr\x1fA"])
def test_a_doctor_s_name_that_was_stored_before(stranger: Any, name: str) -> None:
    public_question()
    Doctor.objects.update(name=name)

    assert "Dr" in feed(stranger)


@pytest.mark.parametrize("text", [*CASE["500"]["reply"], "A\ufffeB", "A\x1bB\x0c"])
def test_a_reply_that_was_stored_before(stranger: Any, text: str) -> None:
    public_question()
    Reply.objects.update(text=text)

    assert "A" in feed(stranger)

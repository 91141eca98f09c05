"""Indexes propose, the database authorises: nothing hidden is found, counted, offered or suggested."""

import pytest

from consult.models import Consent, Question, Reply, Status
from tests.factories import NOON, DoctorFactory, SpecialtyFactory, TopicFactory

SECRET = "zygomatic"


@pytest.fixture
def hidden(asked):
    """A question full of leakable words, still in the index, that is about to be hidden behind the index's back."""
    specialty = SpecialtyFactory(name="Zygology")
    question = asked(
        f"{SECRET} numbness",
        f"My {SECRET} arch is numb.",
        specialty=specialty,
        doctor=DoctorFactory(name="Dr Ada Malar"),
        reply_text=f"The {SECRET} nerve.",
    )
    question.topics.add(TopicFactory(specialty=specialty, name="Cheekbones"))
    return question


HIDE = {
    "waiting": lambda q: Question.objects.filter(pk=q.pk).update(status=Status.WAITING, published_at=None),
    "answered privately": lambda q: Question.objects.filter(pk=q.pk).update(
        status=Status.ANSWERED, published_at=None
    ),
    "declined": lambda q: Question.objects.filter(pk=q.pk).update(
        status=Status.DECLINED, published_at=None, staff_message="No."
    ),
    "withdrawn": lambda q: Question.objects.filter(pk=q.pk).update(
        status=Status.WITHDRAWN, published_at=None
    ),
    "consent withdrawn": lambda q: Consent.objects.filter(question=q).update(withdrawn_at=NOON),
    "reply not approved": lambda q: Reply.objects.filter(question=q).update(approved_at=None),
    "reply a draft": lambda q: Reply.objects.filter(question=q).update(approved_at=None, published_at=None),
    "deleted": lambda q: q.delete(),
}


TEXTS = (SECRET, f"{SECRET} numbness", "numb arch of the face", "zygomatik")
TRACES = (
    "zygomatic arch",
    "zygomatic nerve",
    "zygomatic numbness</",
    "ada malar",
    "zygology</option",
    "cheekbones",
)


@pytest.mark.parametrize("way", HIDE)
def test_a_hidden_question_leaves_no_trace(stranger, hidden, way):
    shown = stranger.get("/search/", {"q": SECRET}).content.decode()
    assert "Cheekbones" in shown
    assert "Dr Ada Malar" in shown
    HIDE[way](hidden)
    for text in TEXTS:
        for parameters in ({}, {"year": "2026"}, {"group": "questions"}):
            html = stranger.get("/search/", {"q": text, **parameters}).content.decode().lower()
            plain = html.replace("<mark>", "").replace("</mark>", "")
            assert [trace for trace in TRACES if trace in plain] == []


@pytest.mark.parametrize("way", ["consent withdrawn", "reply not approved", "waiting"])
def test_what_is_only_counted_is_counted_without_the_hidden(stranger, asked, monkeypatch, way):
    for number in range(4):
        asked(f"{SECRET} numbness of kind {number}")
    monkeypatch.setattr("portal.search.public.ASKED", 1)
    listed = [row.question for row in groups_of(stranger)[0].listing.rows]
    assert len(listed) == 4
    HIDE[way](listed[-1])
    assert groups_of(stranger)[0].total == 3


def groups_of(stranger):
    """The groups of results of the search for the secret word."""
    return stranger.get("/search/", {"q": SECRET}).context["results"].groups


def test_a_hidden_reply_of_a_public_question_is_not_shown(stranger, asked):
    question = asked("Numb cheek", reply_text="See a neurologist.")
    draft = Reply.objects.create(
        question=question,
        doctor=DoctorFactory(name="Dr Secret"),
        specialty=question.specialty,
        text="Zygomatic.",
    )
    html = stranger.get("/search/", {"q": "numb cheek zygomatic"}).content.decode()
    assert draft.text not in html
    assert "Dr Secret" not in html


def test_a_page_taken_down_is_not_found_nor_its_causes(found, written):
    cause = written("Causes of a zygomatic ache", "Zygomatic swelling", "It swells.")
    type(cause.page).objects.filter(pk=cause.page_id).update(published_at=None)
    assert found("zygomatic swelling") == {}


def test_words_of_hidden_questions_are_never_suggested(stranger, asked):
    for number in range(4):
        question = asked(f"My zygomatic arch {number}")
        HIDE["withdrawn"](question)
    html = stranger.get("/search/", {"q": "zygomatik"}).content.decode()
    assert "zygomatic" not in html

"""Topics beside a question: always full when there are enough, never one without a public question."""

import pytest

from conditions.related.lists import topics
from consult.models import Question
from tests.factories import QuestionFactory, TopicFactory, public_question

pytestmark = pytest.mark.django_db


def beside(question):
    return topics.related_topics(Question.objects.public().for_thread().get(pk=question.pk), limit=3)


def test_topics_that_only_private_questions_have_take_no_place():
    question = public_question()
    private = [TopicFactory(specialty=question.specialty) for _ in range(4)]
    public = [TopicFactory(specialty=question.specialty) for _ in range(3)]
    for _ in range(2):  # the private ones are used more often
        QuestionFactory().topics.add(*private)
    public_question().topics.add(*public)
    assert beside(question) == sorted(public, key=lambda topic: topic.name)


def test_a_topic_that_lost_its_last_question_goes_at_once_though_its_use_is_remembered(monkeypatch):
    monkeypatch.setattr(topics, "MANY", 1)
    monkeypatch.setattr(topics, "_remembered", None)
    question, other = public_question(), public_question()
    kept, gone = TopicFactory(specialty=question.specialty), TopicFactory(specialty=question.specialty)
    question.topics.add(kept)
    other.topics.add(gone)
    assert beside(question) == [kept, gone]
    other.delete()
    assert topics._remembered is not None
    assert beside(question) == [kept]

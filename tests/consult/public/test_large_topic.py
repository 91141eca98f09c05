"""A topic with very many questions: its list is walked, not sorted, and shows the same."""

import pytest
from django.db import connection

from consult.models import Question
from tests.factories import QuestionFactory, TopicFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_it_is_large_from_so_many_questions():
    topic = TopicFactory()
    sizes = []
    for _ in range(3):
        topic.questions.add(QuestionFactory())
        sizes.append(topic.is_large(2))
    assert sizes == [False, False, True]


def test_its_list_has_the_same_questions():
    topic = TopicFactory()
    topic.questions.add(*(public_question() for _ in range(3)), QuestionFactory())
    public_question()
    listed = Question.objects.public().newest_first()
    assert len(listed.on_topic(topic)) == 3
    assert list(listed.on_topic(topic, is_large=True)) == list(listed.on_topic(topic))


def test_sqlite_reads_its_list_in_order():
    topic = TopicFactory()
    questions = Question.objects.public().on_topic(topic, is_large=True).newest_first()
    plan = questions[:20].explain()
    assert connection.vendor == "sqlite"
    assert "USING INDEX question_newest_published" in plan
    assert "TEMP B-TREE" not in plan

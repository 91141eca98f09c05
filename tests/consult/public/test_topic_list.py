"""The list of a topic: its public questions, newest first, read from an index and never sorted."""

from datetime import timedelta

import pytest
from django.db import connection

from consult.common import pagination
from consult.models import Question
from consult.question.actions.publication import withdraw_publication
from tests.factories import NOON, QuestionFactory, TopicFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_it_has_the_public_questions_of_the_topic_newest_first(stranger, monkeypatch):
    monkeypatch.setattr(pagination.listing, "__defaults__", (2,))
    topic = TopicFactory()
    questions = [public_question() for _ in range(4)]
    topic.questions.add(*questions, QuestionFactory())
    public_question()
    withdraw_publication(question=questions[3])
    # Published in another order than asked; two in one moment stand by their number.
    for question, days in zip(questions, (2, 1, 2), strict=False):
        Question.objects.filter(pk=question.pk).update(published_at=NOON - timedelta(days=days))
    expected = [questions[1], questions[2], questions[0]]
    first = stranger.get(topic.get_absolute_url()).context["listing"]
    second = stranger.get(f"{topic.get_absolute_url()}?{first.next_query}").context["listing"]
    assert first.rows + second.rows == expected
    back = stranger.get(f"{topic.get_absolute_url()}?{second.previous_query}").context["listing"]
    assert back.rows == expected[:2]


def test_sqlite_reads_it_in_order():
    with connection.cursor() as cursor:  # whatever an earlier test had it count
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")
    topic = TopicFactory()
    questions = Question.objects.public_on(topic).for_list().order_by("-tag_at", "-tag_question")
    plan = questions[:20].explain()
    assert connection.vendor == "sqlite"
    assert "USING COVERING INDEX public_tag_newest" in plan
    assert "TEMP B-TREE" not in plan

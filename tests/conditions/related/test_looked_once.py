"""A publication looks once for what is alike, unless somebody wrote between its own list and those of others."""

import threading

import pytest
from django.db import connection, transaction
from django.test import TestCase

from conditions.models import Neighbour
from consult.events import question_changed
from consult.models import Question
from consult.question.actions.publication import unpublish_question
from tests.commits import committed
from tests.factories import public_question

pytestmark = [pytest.mark.usefixtures("encoder"), pytest.mark.every_case]

NUMB = [
    ("Left cheek goes numb in the cold", "In winter the left side of my face turns numb for an hour."),
    ("Numb face when it is cold outside", "My cheek feels numb in cold weather, then it tingles."),
    ("Cold wind makes half my face numb", "Half of my face is numb after a walk in the cold wind."),
]
OTHER = (
    "Can I eat grapefruit with my tablets?",
    "I take a statin for cholesterol and like grapefruit juice.",
)


def told(question):
    """Tell the engine of a question, as an action does."""
    question_changed.send(sender=Question, question=Question.objects.get(pk=question.pk))


def made(title, body):
    with committed():
        question = public_question(title=title, body=body)
        told(question)
    return question


def beside(question):
    return set(Neighbour.objects.filter(question=question).values_list("other", flat=True))


@pytest.fixture
def looks(monkeypatch):
    """The entries for which the engine has looked."""
    from conditions.related.lists import neighbours

    seen, find = [], neighbours.find

    def noted(*args, **kwargs):
        seen.append(kwargs["without"])
        return find(*args, **kwargs)

    monkeypatch.setattr(neighbours, "find", noted)
    return seen


@pytest.mark.django_db
def test_nobody_else_wrote(looks):
    first = made(*NUMB[0])
    looks.clear()
    second = made(*NUMB[1])
    assert looks == [second.index_entry.pk]
    assert (beside(first), beside(second)) == ({second.pk}, {first.pk})


@pytest.mark.django_db
def test_another_question_was_changed_before_the_lists_of_others_are_made(looks):
    first, other = made(*NUMB[0]), made(*NUMB[1])
    with TestCase.captureOnCommitCallbacks() as waiting:
        second = public_question(title=NUMB[2][0], body=NUMB[2][1])
        told(second)
    assert beside(second) == {first.pk, other.pk}
    Question.objects.filter(pk=other.pk).update(title=OTHER[0], body=OTHER[1])
    with committed():
        told(other)
    looks.clear()
    for join in waiting:
        join()
    assert looks == [second.index_entry.pk]
    assert (beside(first), beside(second), beside(other)) == ({second.pk}, {first.pk}, set())


@pytest.mark.django_db
def test_another_question_was_taken_down_before_the_lists_of_others_are_made(looks):
    first, other = made(*NUMB[0]), made(*NUMB[1])
    with TestCase.captureOnCommitCallbacks() as waiting:
        second = public_question(title=NUMB[2][0], body=NUMB[2][1])
        told(second)
    with committed():
        unpublish_question(question=other, actor=None)
    looks.clear()
    for join in waiting:
        join()
    assert looks == []
    assert (beside(first), beside(second), beside(other)) == ({second.pk}, {first.pk}, set())


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres  # SQLite has one writer at a time
def test_of_two_published_at_once_each_stands_beside_the_other():
    first, second = (public_question(title=title, body=body) for title, body in NUMB[:2])

    def publish_second():
        try:
            with transaction.atomic():
                told(second)
        finally:
            connection.close()

    beside_it = threading.Thread(target=publish_second)
    with transaction.atomic():
        told(first)
        beside_it.start()
        beside_it.join()  # it is committed, and has looked for others, before the first is committed
    assert (beside(first), beside(second)) == ({second.pk}, {first.pk})

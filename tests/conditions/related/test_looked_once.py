"""A publication looks once for what is alike, unless somebody wrote between its own list and those of others."""

import threading

import pytest
from django.db import connection, transaction
from django.test import TestCase

from conditions.models import Neighbour
from conditions.related.text import documents
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


def at_once(test):
    """Each writer with a transaction of its own; SQLite has one at a time."""
    return pytest.mark.postgres(pytest.mark.django_db(transaction=True)(test))


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


def two():
    """Two questions that are alike, and of which the engine was not told yet."""
    return [public_question(title=title, body=body) for title, body in NUMB[:2]]


def publish(question):
    with transaction.atomic():
        told(question)


def start(work):
    """Do this at the same time, on a connection of its own."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.fixture
def looks(monkeypatch):
    """The entries for which the engine has looked."""
    from conditions.related.lists import neighbours
    from conditions.related.ranking.second_stage import find

    seen = []

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
def test_who_stands_in_its_own_list_is_not_read_again_for_the_lists_of_others(monkeypatch):
    from conditions.related.reasons import facts

    first, read, questions = made(*NUMB[0]), [], facts.questions

    def noted(numbers, linked=None):
        read.append(set(numbers))
        return questions(numbers, linked)

    monkeypatch.setattr(facts, "questions", noted)
    second = made(*NUMB[1])
    assert read == [{first.pk, second.pk}]
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
    assert looks == [second.index_entry.pk] * 2  # for the lists of others, and for its own
    assert (beside(first), beside(second), beside(other)) == ({second.pk}, {first.pk}, set())


@pytest.mark.django_db
def test_another_question_was_changed_just_before_its_list_was_held(monkeypatch):
    from conditions.related.lists import locks
    from conditions.related.upkeep import index

    other, lock_lists = made(*NUMB[0]), locks.lock_lists
    with TestCase.captureOnCommitCallbacks() as waiting:
        second = public_question(title=NUMB[1][0], body=NUMB[1][1])
        told(second)
    row = Neighbour.objects.filter(question=other, other=second)
    assert not row.exists()

    def edited_first(questions):
        Question.objects.filter(pk=other.pk).update(title="Numb face", body="My face tingles.")
        index.store("question", list(documents.of_questions([other.pk])))
        return lock_lists(questions)

    monkeypatch.setattr(locks, "lock_lists", edited_first)
    for join in waiting:
        join()
    assert {name for reason in row.get().reasons for name in reason["params"]["names"]} == {
        "numb face",
        "tingles",
    }


@pytest.mark.django_db
def test_another_question_was_taken_down_before_the_lists_of_others_are_made(looks):
    first, other = made(*NUMB[0]), made(*NUMB[1])
    with TestCase.captureOnCommitCallbacks() as waiting:
        second = public_question(title=NUMB[2][0], body=NUMB[2][1])
        told(second)
    unpublish_question(question=other, actor=None)  # short lists are not filled yet: that would make ours too
    looks.clear()
    for join in waiting:
        join()
    assert looks == []
    assert (beside(first), beside(second), beside(other)) == ({second.pk}, {first.pk}, set())


@at_once
def test_one_is_published_while_another_waits_for_its_commit():
    first, second = two()
    with transaction.atomic():
        told(first)
        start(lambda: publish(second)).join()
    assert (beside(first), beside(second)) == ({second.pk}, {first.pk})


@at_once
def test_one_is_committed_just_after_another_has_looked_again(monkeypatch):
    from conditions.related.lists import neighbours
    from conditions.related.ranking.second_stage import find

    first, second = two()
    has_looked, may_commit = threading.Event(), threading.Event()

    def publish_second():
        with transaction.atomic():
            told(second)
            has_looked.set()
            may_commit.wait()

    def found(*args, **kwargs):
        hits = find(*args, **kwargs)
        if not may_commit.is_set():
            may_commit.set()
            other.join()
        return hits

    with transaction.atomic():
        told(first)
        other = start(publish_second)
        has_looked.wait()
        monkeypatch.setattr(neighbours, "find", found)
    may_commit.set()
    other.join()
    assert (beside(first), beside(second)) == ({second.pk}, {first.pk})


@at_once
def test_what_was_found_is_edited_before_the_commit():
    first, second = two()
    publish(first)

    def edit():
        Question.objects.filter(pk=first.pk).update(title=OTHER[0], body=OTHER[1])
        publish(first)

    with transaction.atomic():
        told(second)
        assert beside(second) == {first.pk}
        start(edit).join()
    assert (beside(first), beside(second)) == (set(), set())


@at_once
def test_a_rebuild_makes_the_list_of_a_new_entry_before_the_commit():
    from conditions.related.lists import neighbours
    from conditions.related.upkeep import index

    first, second = two()
    is_stored, has_looked = threading.Event(), threading.Event()

    def rebuild():
        with transaction.atomic():
            entries = index.store("question", list(documents.of_questions([first.pk])))
            is_stored.set()
            has_looked.wait()
        neighbours.mark_listed(neighbours.make_lists(entries))

    other = start(rebuild)
    is_stored.wait()
    with transaction.atomic():
        told(second)
        has_looked.set()
        other.join()
    assert (beside(first), beside(second)) == ({second.pk}, {first.pk})

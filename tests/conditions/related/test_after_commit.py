"""The lists of other questions are computed after the commit, and a rebuild makes up for what did not come to that."""

import pytest
from django.core.management import call_command

from conditions.models import IndexEntry, Neighbour
from conditions.related.lists import neighbours, read
from consult.events import question_changed
from consult.models import Question
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import unpublish_question
from tests.commits import committed
from tests.factories import public_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("encoder"), pytest.mark.every_case]

NUMB = [
    ("Left cheek goes numb in the cold", "In winter the left side of my face turns numb for an hour."),
    ("Numb face when it is cold outside", "My cheek feels numb in cold weather, then it tingles."),
    ("Cold wind makes half my face numb", "Half of my face is numb after a walk in the cold wind."),
    ("Why is my cheek numb in winter?", "A numb cheek every winter morning, and then it goes away."),
    ("Face numbness on one side in cold weather", "On cold days one side of my face has no feeling."),
    ("My face feels numb after skiing", "After skiing in the cold my cheek is numb until the evening."),
]
OTHER = (
    "Can I eat grapefruit with my tablets?",
    "I take a statin for cholesterol and like grapefruit juice.",
)


@pytest.fixture
def first():
    """A question with its list, committed."""
    with committed():
        return made(*NUMB[0])


def made(title, body):
    """A public question that the engine was told of."""
    question = public_question(title=title, body=body)
    question_changed.send(sender=Question, question=question)
    return question


def changed(question, title, body):
    Question.objects.filter(pk=question.pk).update(title=title, body=body)
    question_changed.send(sender=Question, question=Question.objects.get(pk=question.pk))


def listed(question):
    return {item.question.pk for item in read.similar_questions(question)}


def waiting():
    return set(IndexEntry.objects.filter(listed_at=None).values_list("question", flat=True))


def test_before_the_commit_a_question_has_its_own_list_and_no_other_has_changed(first):
    with committed():
        second = made(*NUMB[1])
        assert listed(second) == {first.pk}
        assert listed(first) == set()
        assert waiting() == {second.pk}
    assert listed(first) == {second.pk}
    assert waiting() == set()


def test_a_process_that_dies_after_the_commit_is_made_up_for_by_a_rebuild(first):
    second = made(*NUMB[1])  # what was put off never comes
    assert listed(first) == set()
    call_command("rebuild_related", verbosity=0)
    assert listed(first) == {second.pk}
    assert waiting() == set()


def test_a_fault_after_the_commit_is_logged_and_made_up_for(first, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(neighbours, "_offer", lambda *_: 1 / 0)
        with committed():
            second = made(*NUMB[1])
    assert f"Lists missed a change of question {second.pk}; run rebuild_related." in caplog.text
    assert waiting() == {second.pk}
    call_command("rebuild_related", verbosity=0)
    assert listed(first) == {second.pk}


def test_words_that_an_editor_took_out_stand_in_no_reason_from_the_commit_on(first):
    with committed():
        second = made(*NUMB[1])
    assert "cheek" in str(Neighbour.objects.get(question=first).reasons)
    with committed():
        changed(second, *OTHER)
        assert Neighbour.objects.get(question=first).reasons == []
    assert not Neighbour.objects.exists()


def test_what_was_taken_down_meanwhile_joins_no_list(first):
    with committed():
        second = made(*NUMB[1])
        unpublish_question(question=second, actor=None)
    assert listed(first) == set()
    assert waiting() == set()


def take_down(question):
    unpublish_question(question=question, actor=None)


def erase(question):
    erase_question(question=question)


@pytest.mark.parametrize("leave", [take_down, erase])
def test_a_list_that_became_too_short_is_filled_by_a_rebuild_too(first, leave):
    with committed():
        others = [made(*text) for text in NUMB[1:]]
    Neighbour.objects.filter(question=first).exclude(other=others[0]).delete()
    leave(others[0])
    assert listed(first) == set()
    assert waiting() == {first.pk}
    call_command("rebuild_related", verbosity=0)
    assert len(listed(first)) == 4

"""Editors pin, hide and release similar questions."""

import pytest

from conditions.actions.similar import hide_similar, pin_similar, unset_similar
from conditions.models import Neighbour
from conditions.related.lists import read
from consult.models import AuditEntry
from tests.factories import public_question

pytestmark = pytest.mark.django_db


def listed(question):
    return [item.question.pk for item in read.similar_questions(question)]


def test_a_pinned_question_comes_first_and_has_its_reasons(editor):
    question, best, odd = (public_question() for _ in range(3))
    Neighbour.objects.create(question=question, other=best, score=0.9)
    pin_similar(question=question, other=odd, position=1, actor=editor)
    assert listed(question) == [odd.pk, best.pk]
    assert read.similar_questions(question)[0].reasons
    assert AuditEntry.objects.get().actor == editor


def test_a_hidden_question_is_gone_and_comes_back_when_it_is_left_to_the_ranking(editor):
    question, other = public_question(), public_question()
    Neighbour.objects.create(question=question, other=other, score=0.9)
    hide_similar(question=question, other=other, actor=editor)
    assert listed(question) == []
    unset_similar(question=question, other=other, actor=editor)
    assert listed(question) == [other.pk]


def test_a_pair_that_only_an_editor_saw_leaves_the_list_when_it_is_released(editor):
    question, other = public_question(), public_question()
    pin_similar(question=question, other=other, position=1, actor=editor)
    unset_similar(question=question, other=other, actor=editor)
    unset_similar(question=question, other=other, actor=editor)
    assert not Neighbour.objects.exists()
    assert AuditEntry.objects.count() == 2

"""Editors pin, hide and order what stands beside a question."""

from typing import Any

import pytest
from django.urls import reverse

from conditions.models import Neighbour
from conditions.related.lists.read import similar_questions
from consult.models import Question
from tests.factories import QuestionFactory, public_question
from tests.forms import filled

pytestmark = pytest.mark.django_db


def address(question: Any) -> str:
    return reverse("admin:consult_question_similar", args=[question.pk])


@pytest.fixture
def beside(neurology):
    """A public question with three similar ones, best first."""
    question = public_question(specialty=neurology)
    Neighbour.objects.all().delete()
    others = [public_question(specialty=neurology) for _number in range(3)]
    Neighbour.objects.all().delete()
    for other, score in zip(others, (0.9, 0.8, 0.7), strict=True):
        Neighbour.objects.create(
            question=question,
            other=other,
            score=score,
            reasons=[{"code": "terms", "params": {"names": ["numb cheek"]}}],
        )
    return question, others


def shown(question: Question) -> list[Question]:
    return [
        item.question
        for item in similar_questions(Question.objects.public().for_thread().get(pk=question.pk))
    ]


def test_scores_and_reasons_are_visible_to_staff(editor_client, beside):
    text = editor_client.get(address(beside[0])).content.decode()
    assert "Both mention numb cheek" in text
    assert "Likeness 90 of 100, strong" in text


def test_an_editor_pins_hides_and_orders(editor_client, editor, beside):
    question, (first, second, third) = beside
    form = filled(editor_client.get(address(question)), "desk-form")
    form.update(
        {
            f"row-{first.pk}-choice": "hide",
            f"row-{third.pk}-choice": "pin",
            f"row-{third.pk}-place": "1",
            f"row-{second.pk}-choice": "pin",
            f"row-{second.pk}-place": "2",
        }
    )
    assert editor_client.post(address(question), form).status_code == 302
    assert shown(question) == [third, second]
    rows = question.neighbours.decided()
    assert {row.decided_by for row in rows} == {editor}
    assert dict(rows.values_list("other", "position")) == {first.pk: None, third.pk: 1, second.pk: 2}
    form = filled(editor_client.get(address(question)), "desk-form")
    form[f"row-{first.pk}-choice"] = ""
    editor_client.post(address(question), form)
    assert shown(question) == [third, second, first]


def test_an_editor_pins_what_the_engine_did_not_find_and_releases_it(editor_client, beside, neurology):
    question, others = beside
    chosen = public_question(specialty=neurology)
    Neighbour.objects.filter(other=chosen).delete()
    form = filled(editor_client.get(address(question)), "desk-form")
    editor_client.post(address(question), {**form, "add": chosen.pk})
    assert shown(question) == [chosen, *others]
    form = filled(editor_client.get(address(question)), "desk-form")
    editor_client.post(address(question), {**form, f"row-{chosen.pk}-choice": ""})
    assert shown(question) == others


def test_a_private_question_cannot_be_pinned(editor_client, beside, neurology):
    question, _others = beside
    private = QuestionFactory(specialty=neurology)
    form = filled(editor_client.get(address(question)), "desk-form")
    response = editor_client.post(address(question), {**form, "add": private.pk})
    assert "Only a published question can be pinned." in response.content.decode()


def test_two_editors_do_not_overwrite_each_other(editor_client, beside):
    question, (first, second, _third) = beside
    mine = filled(editor_client.get(address(question)), "desk-form")
    theirs = {**mine, f"row-{first.pk}-choice": "hide"}
    editor_client.post(address(question), theirs)
    response = editor_client.post(address(question), {**mine, f"row-{second.pk}-choice": "hide"})
    assert "has changed meanwhile" in response.content.decode()
    assert list(question.neighbours.decided().values_list("other", flat=True)) == [first.pk]


def test_only_editors_arrange(doctor_client, doctor, beside):
    assert doctor_client.get(address(beside[0])).status_code == 403

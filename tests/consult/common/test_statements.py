"""Statements written by hand read what querysets read."""

import pytest
from django.utils import timezone

from consult.common import statements
from consult.models import Question
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db

TABLE = Question._meta.db_table


def test_a_list_of_keys_is_one_value() -> None:
    first, second, _third = (QuestionFactory() for _ in range(3))
    found = statements.rows(
        f"SELECT id FROM {TABLE} WHERE {statements.among('id')} ORDER BY id", {second.pk, first.pk, 10**15}
    )
    assert found == [(first.pk,), (second.pk,)]
    assert statements.rows(f"SELECT id FROM {TABLE} WHERE {statements.among('id')}", []) == []


def test_a_moment_goes_there_and_comes_back() -> None:
    question = QuestionFactory(asked_at=timezone.now())
    ((asked_at,),) = statements.rows(
        f"SELECT asked_at FROM {TABLE} WHERE asked_at >= %s AND id = %s", question.asked_at, question.pk
    )
    assert statements.as_moment(asked_at) == question.asked_at


def test_a_row_has_what_was_read_and_asks_for_the_rest(django_assert_num_queries) -> None:
    question = QuestionFactory(title="Numb cheek", body="Since Monday.")
    with django_assert_num_queries(0):
        row = statements.row_of(Question, id=question.pk, title=question.title)
        assert (row, row.title) == (question, "Numb cheek")
        assert row.get_absolute_url() == question.get_absolute_url()
    with django_assert_num_queries(1):
        assert row.body == "Since Monday."

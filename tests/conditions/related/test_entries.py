"""Of which object an entry of the index is, is asked once."""

import numpy as np
import pytest

from conditions.models import IndexEntry
from conditions.related.backends import entries
from conditions.related.upkeep.publication import publish
from tests.factories import public_question


@pytest.fixture
def published(db, encoder):
    def make() -> tuple[int, int]:
        question = public_question()
        publish(question)
        return IndexEntry.objects.get(question=question).pk, question.pk

    return make


def test_each_entry_is_asked_for_once(published, django_assert_num_queries) -> None:
    first, question = published()
    with django_assert_num_queries(1):
        assert entries.objects_of("question", np.array([first])).tolist() == [question]
    second, other = published()
    with django_assert_num_queries(1):
        assert entries.objects_of("question", np.array([second, first])).tolist() == [other, question]
    with django_assert_num_queries(0):
        assert entries.objects_of("question", np.array([first, second])).tolist() == [question, other]
        assert entries.objects_of("question", np.array([], dtype=np.int64)).tolist() == []


def test_of_many_unknown_entries_all_of_the_kind_are_read(
    published, monkeypatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(entries, "MANY", 2)
    pairs = [published() for _ in range(4)]
    numbers, questions = (list(each) for each in zip(*pairs, strict=True))
    gone = numbers[-1] + 100
    with django_assert_num_queries(1):
        found = entries.objects_of("question", np.array([*numbers[1:3], gone]))
    assert found.tolist() == [*questions[1:3], 0]
    with django_assert_num_queries(0):
        assert entries.objects_of("question", np.array(numbers)).tolist() == questions
    # What is gone does not have all of them read again.
    with django_assert_num_queries(1) as asked:
        assert entries.objects_of("question", np.array([gone - 1, gone])).tolist() == [0, 0]
    assert "NOT NULL" not in asked[0]["sql"]


def test_an_entry_of_another_kind_or_of_none_is_no_object(published) -> None:
    entry, _question = published()
    assert entries.objects_of("cause", np.array([entry, entry + 1_000])).tolist() == [0, 0]

"""The same reason stands at most twice in a list."""

from conditions.models import Neighbour
from conditions.related.lists import read
from conditions.related.reasons.variety import few_alike
from tests.factories import public_question


def test_the_third_of_the_same_goes():
    assert few_alike([["A", "B"], ["A", "C"], ["A", "D"], ["E", "A"]]) == [
        ["A", "B"],
        ["A", "C"],
        ["D"],
        ["E"],
    ]


def test_who_has_no_other_reason_keeps_it_first():
    assert few_alike([["A", "B"], ["A", "C"], ["A"], ["A"]]) == [["B"], ["C"], ["A"], ["A"]]
    assert few_alike([["A"], ["A"], ["A"]]) == [["A"], ["A"], []]


def test_a_thread_says_the_same_twice_at_most(db):
    question = public_question()
    said = [
        {"code": "terms", "params": {"names": ["cheek"]}},
        {"code": "topic", "params": {"names": ["Numbness"]}},
    ]
    for score, count in ((0.9, 1), (0.8, 2), (0.7, 2)):
        Neighbour.objects.create(
            question=question, other=public_question(), score=score, reasons=said[:count]
        )
    assert [item.reasons for item in read.similar_questions(question)] == [
        ["Both mention cheek"],
        ["Both mention cheek", "Same topic: Numbness"],
        ["Same topic: Numbness"],
    ]

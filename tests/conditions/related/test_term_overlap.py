"""How many telling words two texts have in common."""

import pytest

from conditions.related.ranking.term_overlap import overlap, telling

IDF = {"knee": 3.0, "pain": 1.0, "stairs": 4.0}


def measured(one, other):
    return overlap(telling(one.split(), lambda term: IDF.get(term, 2.0)), other.split())


def test_the_same_text_has_everything_in_common_and_another_nothing():
    assert measured("knee pain pain stairs", "stairs knee pain pain") == pytest.approx(1)
    assert measured("knee pain", "ear ache") == 0
    assert measured("", "knee") == measured("knee", "") == measured("", "") == 0


def test_a_rare_word_in_common_tells_more_than_a_usual_one():
    assert measured("knee pain stairs", "stairs ladder") > 3 * measured("knee pain stairs", "pain ladder")


def test_a_long_text_does_not_win_by_length():
    long = "knee pain " + " ".join(f"word{number}" for number in range(60))
    assert measured("knee pain stairs", "knee pain") > 3 * measured("knee pain stairs", long)


def test_terms_that_tell_nothing_leave_nothing_to_compare():
    assert telling(["the"], lambda _term: 0.0) == {}

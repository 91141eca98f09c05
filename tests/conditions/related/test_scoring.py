"""How measures become one score, and what a list leaves out."""

import numpy as np
import pytest

from conditions.related.ranking import first_stage
from conditions.related.ranking.scoring import (
    CLOSE,
    FLOOR,
    FURTHER,
    LEXICAL_FLOOR,
    WEIGHTS,
    Hit,
    combine,
    diversify,
    first,
    listed,
    reach,
)


def test_the_same_text_scores_one_or_more():
    assert combine([1.0], [1.0], [1.0], share=WEIGHTS["question"].overlap[0])[0] >= 1


def test_without_vectors_the_words_in_common_are_the_score():
    scores = combine([np.nan, np.nan], [np.nan, 0.9], [0.8, 0.1], share=0.3)
    assert scores.tolist() == pytest.approx([0.8, 0.1])


def test_a_missing_alignment_leaves_the_order_to_the_vectors():
    scores = combine([0.9, 0.5, 0.7], [np.nan] * 3, [0, 0, 0], share=0.1)
    assert np.argsort(-scores).tolist() == [0, 2, 1]


def test_an_unnamed_cause_keeps_most_of_its_score_and_a_named_one_gains():
    unnamed, named = combine([0.6, 0.6], [0.1, 0.9], [0.1, 0.1], share=0.1, kind="cause")
    assert FLOOR["cause"] < unnamed < named


def test_words_in_common_count_more_between_told_cases_than_between_sentences():
    least, most = WEIGHTS["question"].overlap
    assert reach(8, [8, 8]) == least
    assert reach(60, [50, 70]) == most
    assert reach(14, [14]) == pytest.approx((least + most) / 2, abs=0.02)


def test_what_has_no_vector_is_chosen_by_its_words():
    scores = first([0.5, np.nan, np.nan, 0.1], [0, 1, 0.1, 0])
    assert np.argsort(-scores).tolist() == [0, 1, 3, 2]


def test_nothing_below_the_floor():
    hits = [
        first_stage.Hit(number, FLOOR["question"] + by, 0.5, 0.0, number)
        for number, by in ((1, 0.01), (2, -0.01))
    ]
    assert [hit.object_id for hit in hits if hit.passes("question")] == [1]


def test_after_the_best_more_is_needed_and_still_more_to_be_close():
    floor = FLOOR["question"]
    best = ("best", floor + CLOSE, 0.5)
    assert listed([best]) == [("best", True)]
    assert listed([("best", floor, 0.5)]) == [("best", False)]
    assert listed([("best", floor - 0.001, 0.5)]) == []
    others = [("near", floor + FURTHER + CLOSE, 0.5), ("related", floor + FURTHER, 0.5), ("far", floor, 0.5)]
    assert listed([best, *others]) == [("best", True), ("near", True), ("related", False)]
    assert listed([("words", LEXICAL_FLOOR, None)]) == [("words", False)]


def test_without_a_vector_the_lexical_floor_counts():
    hits = [
        first_stage.Hit(number, LEXICAL_FLOOR + by, None, 0.0, number)
        for number, by in ((1, 0.01), (2, -0.01))
    ]
    assert [hit.object_id for hit in hits if hit.passes("question")] == [1]


def test_near_duplicates_are_folded_into_the_better_one():
    one = np.array([1.0, 0.0], dtype=np.float32)
    hits = [
        Hit(1, 0.7, vector=one),
        Hit(2, 0.9, vector=one),
        Hit(3, 0.5, title="A rash?"),
        Hit(4, 0.6, title="a rash"),
    ]
    assert [hit.key for hit in diversify(hits)] == [2, 4]


def test_one_doctor_does_not_fill_the_list_while_others_are_nearly_as_close():
    hits = [Hit(number, 0.9 - number / 100, doctor="A") for number in range(4)]
    close, far = Hit(8, 0.87, doctor="B"), Hit(9, 0.5, doctor="C")
    assert [hit.key for hit in diversify([*hits, close, far])] == [0, 1, 2, 8]
    assert [hit.key for hit in diversify([*hits, far])] == [0, 1, 2, 3]
    assert [hit.key for hit in diversify(hits)] == [0, 1, 2, 3]

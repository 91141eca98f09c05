"""How measures become one score, and what a list leaves out."""

import numpy as np
import pytest

from conditions.related.calibration import BY_RANK, MEASURED
from conditions.related.ranking.diversity import Candidate, diversify
from conditions.related.ranking.query import Hit
from conditions.related.ranking.scoring import (
    LEXICAL_FLOOR,
    first_stage_score,
    fused_ranks,
    listed,
    name_score,
    overlap_weight,
    second_stage_score,
)

assert MEASURED.stages is not None
STAGES = MEASURED.stages
FLOOR = MEASURED.floor["question"]


def score(cosine, maxsim, overlap, weight, kind="question"):
    return second_stage_score(cosine, maxsim, overlap, weight=weight, kind=kind, stages=STAGES)


def test_the_same_text_scores_one_or_more():
    assert score([1.0], [1.0], [1.0], STAGES.weights["question"].overlap[0])[0] >= 1


def test_without_vectors_the_words_in_common_are_the_score():
    scores = score([np.nan, np.nan], [np.nan, 0.9], [0.8, 0.1], 0.3)
    assert scores.tolist() == pytest.approx([0.8, 0.1])


def test_a_missing_sketch_leaves_the_order_to_the_vectors():
    scores = score([0.9, 0.5, 0.7], [np.nan] * 3, [0, 0, 0], 0.1)
    assert np.argsort(-scores).tolist() == [0, 2, 1]


def test_an_unnamed_cause_gains_nothing_and_a_named_one_does():
    unnamed, named = name_score([0.6, 0.6], [0.1, 0.9], STAGES).tolist()
    assert unnamed == 0 < named


def test_words_in_common_count_more_between_told_cases_than_between_sentences():
    least, most = STAGES.weights["question"].overlap
    assert overlap_weight(8, [8, 8], "question", STAGES) == least
    assert overlap_weight(60, [50, 70], "question", STAGES) == most
    assert overlap_weight(14, [14], "question", STAGES) == pytest.approx((least + most) / 2, abs=0.02)


def test_what_has_no_vector_is_chosen_by_its_words():
    scores = first_stage_score([0.5, np.nan, np.nan, 0.1], [0, 1, 0.1, 0], MEASURED)
    assert np.argsort(-scores).tolist() == [0, 1, 3, 2]


def test_nothing_below_the_floor():
    hits = [Hit(number, FLOOR + by, 0.5, 0.0, number) for number, by in ((1, 0.01), (2, -0.01))]
    assert [hit.object_id for hit in hits if hit.is_above_floor("question", MEASURED)] == [1]


def test_after_the_best_more_is_needed_and_still_more_to_be_close():
    further, close = MEASURED.margin_after_first, MEASURED.close_margin
    best = ("best", FLOOR + close, 0.5)
    assert listed([best], MEASURED) == [("best", True)]
    assert listed([("best", FLOOR, 0.5)], MEASURED) == [("best", False)]
    assert listed([("best", FLOOR - 0.001, 0.5)], MEASURED) == []
    others = [("near", FLOOR + further + close, 0.5), ("related", FLOOR + further, 0.5), ("far", FLOOR, 0.5)]
    assert listed([best, *others], MEASURED) == [("best", True), ("near", True), ("related", False)]
    assert listed([("words", LEXICAL_FLOOR, None)], MEASURED) == [("words", False)]


def test_without_a_vector_the_lexical_floor_counts():
    hits = [Hit(number, LEXICAL_FLOOR + by, None, 0.0, number) for number, by in ((1, 0.01), (2, -0.01))]
    assert [hit.object_id for hit in hits if hit.is_above_floor("question", MEASURED)] == [1]


def test_near_duplicates_are_folded_into_the_better_one():
    one = np.array([1.0, 0.0], dtype=np.float32)
    hits = [
        (1, 0.7, Candidate(vector=one)),
        (2, 0.9, Candidate(vector=one)),
        (3, 0.5, Candidate("A rash?")),
        (4, 0.6, Candidate("a rash")),
    ]
    assert diversify(hits, 4, MEASURED) == [2, 4]


def test_one_doctor_does_not_fill_the_list_while_others_are_nearly_as_close():
    hits = [(number, 0.9 - number / 100, Candidate(doctor=1)) for number in range(4)]
    close, far = (8, 0.87, Candidate(doctor=2)), (9, 0.5, Candidate(doctor=3))
    assert diversify([*hits, close, far], 4, MEASURED) == [0, 1, 2, 8]
    assert diversify([*hits, far], 4, MEASURED) == [0, 1, 2, 3]
    assert diversify(hits, 4, MEASURED) == [0, 1, 2, 3]


def test_fused_ranks_ask_for_the_order_only():
    ranks = fused_ranks(np.array([0.9, 0.2, np.nan, 0.3]), np.array([1.0, 0.0, 0.5, 0.1]))
    assert ranks[0] == 1
    assert np.argsort(-ranks).tolist() == [0, 3, 2, 1]
    assert np.array_equal(ranks, fused_ranks(np.array([9, 2, np.nan, 3]), np.array([0.4, 0.0, 0.3, 0.2])))
    both = fused_ranks(np.array([[0.9, 0.2], [0.2, 0.9]], np.float32), np.zeros((2, 2), np.float32))
    assert both[0].tolist() == both[1][::-1].tolist()
    assert fused_ranks(np.empty(0, np.float32), np.empty(0, np.float32)).shape == (0,)


def test_without_a_calibration_as_many_as_usual_are_listed_and_none_is_close():
    scored = [(place, 1 / (place + 1), 0.1) for place in range(4)]
    assert listed(scored, BY_RANK) == [(place, False) for place in range(4)]

"""How measures become one score, and what a list leaves out."""

import numpy as np
import pytest

from conditions.related import search
from conditions.related.neighbours import good_enough
from conditions.related.ranking import (
    FLOOR,
    LEXICAL_FLOOR,
    WEIGHTS,
    Hit,
    combine,
    coverage,
    diversify,
)


@pytest.mark.parametrize("kind", ["question", "cause", "page"])
def test_the_weights_add_up_to_one(kind):
    weights = WEIGHTS[kind]
    assert weights.cosine + weights.alignment + weights.lexical == pytest.approx(1)


def test_a_perfect_match_scores_one():
    assert combine([1.0], [1.0], alignment=[1.0])[0] == pytest.approx(1)


def test_without_vectors_the_coverage_stands_in():
    scores = combine([np.nan, np.nan], [1.0, 0.5], [0.8, 0.1])
    assert scores.tolist() == pytest.approx([0.96 * 0.8 + 0.04, 0.96 * 0.1 + 0.02])


def test_a_missing_alignment_leaves_the_order_to_the_vectors():
    scores = combine([0.9, 0.5, 0.7], [0, 0, 0], alignment=[np.nan, np.nan, np.nan])
    assert np.argsort(-scores).tolist() == [0, 2, 1]


def test_an_unnamed_cause_keeps_most_of_its_score_and_a_named_one_gains():
    unnamed, named = combine([0.6, 0.6], [0, 0], alignment=[0.1, 0.9], kind="cause")
    assert FLOOR["cause"] < unnamed < named


def test_coverage_is_one_for_the_same_terms_and_none_for_others():
    assert coverage(["knee", "pain"], ["pain", "knee"], {"knee": 3.0}) == pytest.approx(1)
    assert coverage(["knee"], ["ear"], {}) == 0
    assert coverage([], [], {}) == 0


def test_a_long_text_does_not_cover_by_length():
    short, long = ["knee", "pain"], ["knee", *(f"word{number}" for number in range(60))]
    assert coverage(["knee", "pain", "stairs"], short, {}) > 3 * coverage(
        ["knee", "pain", "stairs"], long, {}
    )


def test_nothing_below_the_floor():
    hits = [
        search.Hit(number, FLOOR["question"] + by, 0.5, 0.0, number) for number, by in ((1, 0.01), (2, -0.01))
    ]
    assert [hit.object_id for hit in hits if good_enough(hit, "question")] == [1]


def test_without_a_vector_the_lexical_floor_counts():
    hits = [
        search.Hit(number, LEXICAL_FLOOR + by, None, 0.0, number) for number, by in ((1, 0.01), (2, -0.01))
    ]
    assert [hit.object_id for hit in hits if good_enough(hit, "question")] == [1]


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

"""Of thousands of texts the listed ones stand in the order that sorting all of them gives."""

import numpy as np
import pytest

from portal.search.hits import PART
from portal.search.ranked import MOST, MOST_PART, NOT_SHOWN, _ordered


def sorted_whole(score, step, *, floor):
    """The same by sorting everything."""
    if not floor:
        return np.argsort(-score, kind="stable")[:MOST]
    listed = np.flatnonzero(step > NOT_SHOWN)
    order = listed[np.lexsort((-score[listed], -step[listed]))]
    return np.concatenate([order[step[order] > PART], order[step[order] == PART][:MOST_PART]])[:MOST]


@pytest.mark.parametrize("floor", [True, False])
@pytest.mark.parametrize("weights", [(6, 3, 1, 0), (1, 8, 1, 0), (0, 1, 1, 8), (0, 5, 0, 5), (9, 1, 0, 0)])
@pytest.mark.parametrize("count", [0, 1, 40, 2_000, 9_000])
def test_the_order(count, weights, floor):
    draw = np.random.default_rng(count)
    score = draw.random(count).astype(np.float32).round(2)  # many are equal
    step = draw.choice([NOT_SHOWN, 0, 1, 2], count, p=np.array(weights) / sum(weights))
    assert np.array_equal(_ordered(score, step, floor=floor), sorted_whole(score, step, floor=floor))

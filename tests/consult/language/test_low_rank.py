"""What training changed is added to published weights."""

from typing import Any

import numpy as np

from consult.language.transformer.convert import Weights
from consult.language.transformer.low_rank import add_difference


def test_a_matrix_gets_the_product_of_its_factors_and_a_vector_its_difference():
    published: Weights = {
        "a.weight": np.zeros((2, 3), np.float32),
        "a.bias": np.ones(2, np.float32),
        "b.bias": np.ones(1, np.float32),
    }
    difference: Any = {
        "a.left": np.array([[1], [2]], np.int8),
        "a.left_scale": np.array([[0.5]], np.float16),
        "a.right": np.array([[1, 0, 4]], np.int8),
        "a.right_scale": np.array([[2]], np.float16),
        "a.bias": np.array([0.25, -1], np.float16),
        "heads.level.weight": np.ones((3, 2), np.float16),
    }

    changed = add_difference(published, difference)

    assert changed["a.weight"].tolist() == [[1, 0, 4], [2, 0, 8]]
    assert changed["a.bias"].tolist() == [1.25, 0]
    assert changed["b.bias"].tolist() == [1]
    assert changed.keys() == published.keys()

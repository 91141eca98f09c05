"""What the heads of trained models have in common."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


def scores(heads: Mapping[str, Numbers], name: str, given: Numbers) -> Numbers:
    """What the linear layer of this name makes of vectors, one row each, shape (n, width of the layer)."""
    made: Numbers = given @ heads[f"heads.{name}.weight"].T + heads[f"heads.{name}.bias"]
    return made


def softmax(values: Numbers) -> Numbers:
    """Each row as shares that sum to 1."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    shares: Numbers = raised / raised.sum(axis=1, keepdims=True)
    return shares

"""Adds what training changed to published weights.

Of each changed matrix the difference is kept at low rank (LoRA, Hu et al. 2021; here by singular values), its two
factors as int8 with one scale a column or row; of vectors the difference itself.  bench/low_rank.py makes such files.
"""

import numpy as np
from numpy.typing import NDArray

from consult.language.transformer.convert import Weights


def add_difference(weights: Weights, difference: Weights) -> Weights:
    """The weights with the difference added; names that only the difference has are left alone."""
    changed = dict(weights)
    for name, published in weights.items():
        root, _, part = name.rpartition(".")
        if f"{root}.left" in difference and part == "weight":
            changed[name] = published + _factor(difference, f"{root}.left") @ _factor(
                difference, f"{root}.right"
            )
        elif name in difference:
            changed[name] = published + difference[name].astype(np.float32)
    return changed


def _factor(difference: Weights, name: str) -> NDArray[np.float32]:
    """One factor as float32; its scale broadcasts over columns or rows."""
    scale = difference[f"{name}_scale"].astype(np.float32)
    whole: NDArray[np.float32] = difference[name].astype(np.float32) * scale
    return whole

"""Late interaction for training: encoder/token_sketch.py and ranking/late_interaction.py of conditions/related/, on
floats in place of bytes, so that gradients pass through MaxSim into the encoder.  The idf and the projection stay as
they are."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

from conditions.related.calibration import Stages
from conditions.related.encoder.token_sketch import MAX_PIECES
from conditions.related.encoder.token_sketch import Pieces as Unpacked
from conditions.related.ranking import late_interaction

OUTSIDE = -1.0
"""The closeness of what is no word piece: no more than any that is found."""


class Pieces(NamedTuple):
    """Of n texts the telling word pieces: unit directions, shape (n, MAX_PIECES, dims), and weights, 0 for none."""

    directions: torch.Tensor
    weights: torch.Tensor


def telling(ids: Sequence[int], idf: torch.Tensor) -> torch.Tensor:
    """The places of the rarest word pieces of a text, MAX_PIECES at most."""
    weights = idf[torch.tensor(ids)]
    places = torch.nonzero(weights > 0).flatten()
    return places[torch.argsort(-weights[places], stable=True)[:MAX_PIECES]]


def directions(hidden: torch.Tensor, projection: torch.Tensor) -> torch.Tensor:
    """Hidden states of pieces as they are compared, shape (..., dims)."""
    return functional.normalize(functional.normalize(hidden, dim=-1) @ projection, dim=-1)


def maxsim(asked: Pieces, found: Pieces, forward: torch.Tensor) -> torch.Tensor:
    """MaxSim of n pairs, shape (n,); NaN where one side has no telling piece.

    `forward`, shape (n,), is the direction of each: 1 looks for what is asked in what was found, 0 the other way round.
    """
    closeness = asked.directions @ found.directions.transpose(1, 2)
    nothing = (asked.weights == 0)[:, :, None] | (found.weights == 0)[:, None, :]
    closeness = closeness.masked_fill(nothing, OUTSIDE)
    there = (closeness.amax(2) * asked.weights).sum(1) / _all(asked)
    back = (closeness.amax(1) * found.weights).sum(1) / _all(found)
    close = forward * there + (1 - forward) * back
    return torch.where(nothing.flatten(1).all(1), torch.nan, close)


def direction(asked: float, candidates: Sequence[float], stages: Stages) -> float:
    """The engine's direction for a question whose telling pieces weigh so much, and those of its candidates."""
    heavy = [_unpacked(weight) for weight in candidates if weight > 0]
    return late_interaction.direction(_unpacked(asked), heavy, stages) if asked > 0 and heavy else 0.5


def _unpacked(weight: float) -> Unpacked:
    """Pieces that weigh so much together, which is all that the engine's direction asks of them."""
    return Unpacked(np.empty((0, 0), dtype=np.float32), np.array([weight], dtype=np.float32))


def _all(pieces: Pieces) -> torch.Tensor:
    """The weight of all pieces; never 0, by which no gradient can be divided."""
    return pieces.weights.sum(1).clamp(min=1e-6)

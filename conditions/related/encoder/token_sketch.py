"""What is stored of a text for late interaction: its telling word pieces, each as a direction and a weight.

A sketch holds for each of the rarest word pieces a direction of 96 dimensions as int8, and a weight, its idf, as uint8.
About 2 KB for a question, read for the best 30 candidates only.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

STATISTICS_FILE = "statistics.safetensors"
"""In the model's directory: the mean vector of questions, the projection of word pieces and their idf."""

MAX_PIECES = 40
"""Rarest word pieces kept of a text."""

_DIRECTION_STEPS, _WEIGHT_STEPS = 127, 24
"""Steps of 1 in which a number of a direction and a weight are stored."""


@dataclass(frozen=True)
class Statistics:
    """What was counted over many texts for one model (bench/fit_statistics.py): nothing here depends on a site."""

    mean: NDArray[np.float32]
    projection: NDArray[np.float32]
    idf: NDArray[np.float32]

    @classmethod
    def load(cls, directory: Path) -> "Statistics | None":
        """The statistics in a model's directory, or None for a model that has none."""
        from safetensors.numpy import load_file

        path = directory / STATISTICS_FILE
        if not path.is_file():
            return None
        found = {name: array.astype(np.float32) for name, array in load_file(path).items()}
        return cls(found["mean"], found["projection"], found["idf"])


@dataclass(frozen=True)
class Pieces:
    """A sketch unpacked: unit directions, shape (pieces, dims), and their weights, shape (pieces,)."""

    directions: NDArray[np.float32]
    weights: NDArray[np.float32]


def pack(hidden: NDArray[np.float32], ids: NDArray[np.int64], statistics: Statistics) -> bytes:
    """The sketch of a text from its word pieces: hidden states, shape (pieces, width), and vocabulary numbers."""
    weights = statistics.idf[ids]
    telling = np.flatnonzero(weights > 0)
    kept = telling[np.argsort(-weights[telling], kind="stable")[:MAX_PIECES]]
    if not len(kept):
        return b""
    directions = _unit(_unit(hidden[kept]) @ statistics.projection)
    packed = np.empty((len(kept), directions.shape[1] + 1), dtype=np.uint8)
    packed[:, 0] = np.clip(np.rint(weights[kept] * _WEIGHT_STEPS), 1, 255)
    packed[:, 1:] = np.rint(directions * _DIRECTION_STEPS).astype(np.int8).view(np.uint8)
    return bytes([directions.shape[1]]) + packed.tobytes()


def unpack(sketch: bytes | memoryview) -> Pieces | None:
    """The pieces of a sketch; None for an empty or damaged one."""
    raw = np.frombuffer(sketch, dtype=np.uint8)
    if raw.size < 2 or (raw.size - 1) % (int(raw[0]) + 1):
        return None
    packed = raw[1:].reshape(-1, int(raw[0]) + 1)
    directions = packed[:, 1:].view(np.int8).astype(np.float32)
    weights = packed[:, 0].astype(np.float32)
    directions /= _DIRECTION_STEPS
    weights /= _WEIGHT_STEPS
    return Pieces(directions, weights)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1."""
    lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows / lengths

"""The second stage: how well each telling word of one text is answered by some word of the other.

A sketch is what is stored of a text for it: for each of its rarest word pieces, a direction of 96 dimensions as int8
and a weight, its idf, as uint8. About 2 KB for a question, read for the best 30 candidates only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE_NAME = "statistics.safetensors"
"""In the model's directory: the mean vector of questions, the projection of word pieces and their idf."""

MAX_PIECES = 40
"""Rarest word pieces kept of a text."""

LONG_QUERY = 2.7
"""A query this many times as heavy as the candidates is a message told at length: see `direction`."""

_WEIGHT_SCALE = 24.0


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

        path = directory / FILE_NAME
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
    packed[:, 0] = np.clip(np.rint(weights[kept] * _WEIGHT_SCALE), 1, 255)
    packed[:, 1:] = np.rint(directions * 127).astype(np.int8).view(np.uint8)
    return bytes([directions.shape[1]]) + packed.tobytes()


def unpack(sketch: bytes | memoryview) -> Pieces | None:
    """The pieces of a sketch; None for an empty or damaged one."""
    raw = np.frombuffer(sketch, dtype=np.uint8)
    if raw.size < 2 or (raw.size - 1) % (int(raw[0]) + 1):
        return None
    packed = raw[1:].reshape(-1, int(raw[0]) + 1)
    directions = packed[:, 1:].view(np.int8).astype(np.float32)
    weights = packed[:, 0].astype(np.float32)
    directions /= 127
    weights /= _WEIGHT_SCALE
    return Pieces(directions, weights)


def align(
    query: bytes, candidates: Sequence[bytes | memoryview | None], forward: float | None = None
) -> NDArray[np.float32]:
    """How well query and candidates answer each other word by word, about 0 to 1, shape (n,); NaN without a sketch.

    `forward` is the direction: 1 looks for the query's words in the candidate, 0 for the candidate's in the query
    (right for the names of a condition), None decides by length.
    """
    out = np.full(len(candidates), np.nan, dtype=np.float32)
    asked = unpack(query)
    found = [unpack(sketch) if sketch is not None else None for sketch in candidates]
    if asked is None or not any(found):
        return out
    if forward is None:
        forward = direction(asked, [pieces for pieces in found if pieces is not None])
    for at, pieces in enumerate(found):
        if pieces is not None and pieces.directions.shape[1] == asked.directions.shape[1]:
            closeness = asked.directions @ pieces.directions.T
            there = closeness.max(axis=1) @ asked.weights / asked.weights.sum()
            back = closeness.max(axis=0) @ pieces.weights / pieces.weights.sum()
            out[at] = forward * there + (1 - forward) * back
    return out


def direction(asked: Pieces, candidates: Sequence[Pieces]) -> float:
    """1 when the query's words are to be found in the candidate, 0 when the candidate's are to be found in the query.

    A question is looked for in the candidates; of a long message only some of it matters, so there each (short)
    candidate is looked for in the message. One direction for all candidates of a query keeps them comparable.
    """
    heavier = float(np.mean([np.log(pieces.weights.sum() / asked.weights.sum()) for pieces in candidates]))
    return float(1 / (1 + np.exp(-5 * (heavier + np.log(LONG_QUERY)))))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

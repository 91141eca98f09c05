"""Vectors in cells: those that are near to each other together, so that few of the cells have to be read.

Who looks for what is near a vector reads the cells whose centres are nearest to it (an inverted file; Sivic & Zisserman
2003, Jegou, Douze & Schmid 2011).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLED = 64
"""Rows for each cell of which its centre is made."""

ROUNDS = 6
"""Times that centres move to the middle of what is nearest to them."""


@dataclass(frozen=True)
class Cells:
    """How many rows there are up to the end of each cell, its centre, and the place of each row, cell by cell."""

    ends: NDArray[np.int64]
    centres: NDArray[np.float32]
    order: NDArray[np.int32]

    def nearest(
        self, vector: NDArray[np.float32], share: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the cells begin and end that are nearest to a vector and have this share of the rows, ascending."""
        sizes = np.diff(self.ends, prepend=0)
        best = np.argsort(-(self.centres @ vector), kind="stable")
        enough = int(np.searchsorted(np.cumsum(sizes[best]), share * len(self.order))) + 1
        kept = np.sort(best[:enough])
        return (self.ends - sizes)[kept], self.ends[kept]


def one(count: int, width: int) -> Cells:
    """A single cell of `count` rows."""
    return Cells(np.array([count]), np.zeros((1, width), np.float32), np.arange(count, dtype=np.int32))


def centres(sample: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """The centres of `count` cells, of a sample of the rows that fall into them (spherical k-means)."""
    made = _unit(np.array(sample[:: max(1, len(sample) // count)][:count], dtype=np.float32))
    for _round in range(ROUNDS if count > 1 else 0):
        own = nearest(sample, made)
        sums = np.zeros_like(made)
        np.add.at(sums, own, sample)
        used = np.bincount(own, minlength=count) > 0
        made[used] = _unit(sums[used])
    return made


def nearest(rows: NDArray[np.float32], made: NDArray[np.float32]) -> NDArray[np.int64]:
    """The cell of each row, shape (n,)."""
    found: NDArray[np.int64] = (rows @ made.T).argmax(axis=1)
    return found


def divided(made: NDArray[np.float32], own: NDArray[np.int64]) -> Cells:
    """The cells of these centres, of the cell of each row."""
    ends = np.cumsum(np.bincount(own, minlength=len(made)))
    return Cells(ends, made, np.argsort(own, kind="stable").astype(np.int32))


def inverse(order: NDArray[np.int32]) -> NDArray[np.int32]:
    """At which place of the order each row stands."""
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1."""
    lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows / lengths

"""All vectors of one kind as they are compared: the mapped file, and the rows that changed after it was written."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from conditions.related.backends.sqlite.vector_file import VectorFile

PARALLEL = 10_000_000
"""Numbers from which another thread pays: 2 ms of work against 0.1 ms to start it."""

SHORTLIST = 500
"""Rows that a comparison of abridged vectors leaves to be compared in full (vector_file.ABRIDGED)."""

READ = 0.25
"""Share of the abridged rows that are read, of the nearest cells: what is near is not missed (bench/abridged.py)."""

CHUNK = 512
"""Rows copied at once to be compared: they stay in the cache of the processor (0.8 MB)."""

REPLACED = -2.0
"""Stands for the cosine of a row in the file that a later one replaces."""


@dataclass(frozen=True)
class Overlay:
    """Rows changed after the file was written, and where the file has older versions of them."""

    seq: int
    ids: NDArray[np.int64]
    rows: NDArray[np.float32]
    stale: NDArray[np.int64]


@dataclass(frozen=True)
class FlatIndex:
    """All vectors of one kind, those of the file first, and how to compare with them."""

    file: VectorFile | None
    overlay: Overlay

    def __len__(self) -> int:
        return self.filed + len(self.overlay.ids)

    def numbers(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The entry numbers at these places, shape (len(places),)."""
        if self.file is None or not self.filed:
            return self.overlay.ids[places]
        numbers = np.take(self.file.ids, places, mode="clip")
        late = np.flatnonzero(places >= self.filed)
        numbers[late] = self.overlay.ids[places[late] - self.filed]
        return numbers

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosines of b unit vectors, shape (dim, b), with every row, shape (n, b); REPLACED for rows that are."""
        return self._compared(None if self.file is None else self.file.rows, vectors, vectors)

    def nearest(
        self, vector: NDArray[np.float32], count: int, among: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The places of the `count` rows (of `among`) nearest to a unit vector, shape (dim,), in no order, and cosines.

        In a large file the abridged rows choose which are compared in full.
        """
        if self.file is None or self.file.axes is None:
            rough = self.cosines(vector)
            best = top(rough, count) if among is None else among[top(rough[among], count)]
            return best, rough[best]
        brief, chosen = vector @ self.file.axes, max(SHORTLIST, count)
        if among is None:
            best = self._shortlist(self.file, brief, vector, chosen)
        else:
            best = among[top(self._abridged(self.file, brief, vector, among), chosen)]
        cosines = self.cosines_at(best, vector)
        kept = top(cosines, count)
        return best[kept], cosines[kept]

    def _shortlist(
        self, file: VectorFile, brief: NDArray[np.float32], vector: NDArray[np.float32], count: int
    ) -> NDArray[np.int64]:
        """The places of the `count` rows nearest by their abridgement, of the nearest cells and the whole overlay."""
        starts, ends = file.cells.nearest(brief, READ)
        behind = np.cumsum(ends - starts)
        before, read = behind - (ends - starts), int(behind[-1])
        rough = np.empty(read + len(self.overlay.ids), dtype=np.float32)
        for start, end, at in zip(starts.tolist(), ends.tolist(), before.tolist(), strict=True):
            _multiply(file.brief[start:end], brief, rough[at : at + end - start])
        np.matmul(self.overlay.rows, vector, out=rough[read:])
        gone = file.brief_places[self.overlay.stale]
        cell = np.searchsorted(starts, gone, side="right") - 1
        there = (cell >= 0) & (gone < ends[cell])
        rough[(before[cell] + gone - starts[cell])[there]] = REPLACED
        best = top(rough, count)
        filed = best[best < read]
        cell = np.searchsorted(behind, filed, side="right")
        places = file.cells.order[starts[cell] + filed - before[cell]].astype(np.int64)
        return np.concatenate([places, best[best >= read] - read + self.filed])

    def _abridged(
        self,
        file: VectorFile,
        brief: NDArray[np.float32],
        vector: NDArray[np.float32],
        places: NDArray[np.int64],
    ) -> NDArray[np.float32]:
        """About the cosines at these places, shape (len(places),); of the overlay the cosines."""
        rough, late = np.empty(len(places), dtype=np.float32), places >= self.filed
        rough[~late] = file.brief[file.brief_places[places[~late]]] @ brief
        rough[late] = self.overlay.rows[places[late] - self.filed] @ vector
        return rough

    def cosines_at(self, places: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosines of a unit vector, shape (dim,), with the rows at these places, shape (len(places),)."""
        out = np.empty(len(places), dtype=np.float32)
        copied = np.empty((min(CHUNK, len(places)), len(vector)), dtype=np.float32)
        for start in range(0, len(places), CHUNK):
            part = places[start : start + CHUNK]
            np.matmul(self.rows(part, copied[: len(part)]), vector, out=out[start : start + CHUNK])
        return out

    def rows(self, places: NDArray[np.int64], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """The vectors at these places, shape (len(places), dim); written into `out` when given."""
        # "clip" writes straight into `out`; what is not in the file has its last row until the overlay's is put there.
        if self.file is None or not self.filed:
            return np.take(self.overlay.rows, places, axis=0, out=out, mode="clip")
        out = np.take(self.file.rows, places, axis=0, out=out, mode="clip")
        if self.overlay.ids.size:
            late = np.flatnonzero(places >= self.filed)
            out[late] = self.overlay.rows[places[late] - self.filed]
        return out

    def places(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The place of each entry number, -1 where it has no vector; shape (len(numbers),)."""
        found = np.full(len(numbers), -1, dtype=np.int64) if self.file is None else self.file.places(numbers)
        if self.overlay.stale.size:  # by a table: numpy would sort both
            found[np.isin(found, self.overlay.stale, kind="table")] = -1
        if late := self.overlay.ids.size:
            missing = np.flatnonzero(found < 0)
            at = np.minimum(np.searchsorted(self.overlay.ids, numbers[missing]), late - 1)
            there = self.overlay.ids[at] == numbers[missing]
            found[missing[there]] = at[there] + self.filed
        return found

    @property
    def filed(self) -> int:
        """How many of the rows are in the file."""
        return 0 if self.file is None else len(self.file.ids)

    def _compared(
        self,
        rows: NDArray[np.float32] | None,
        with_file: NDArray[np.float32],
        with_overlay: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """Products with these rows of the file and with the overlay's, REPLACED for rows that the overlay replaces."""
        split = self.filed
        out = np.empty((len(self), *with_overlay.shape[1:]), dtype=np.float32)
        if rows is not None:
            _multiply(rows, with_file, out[:split])
        out[self.overlay.stale] = REPLACED
        np.matmul(self.overlay.rows, with_overlay, out=out[split:])
        return out


def top(values: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The places of the `count` greatest values, in no order, REPLACED ones left out."""
    if len(values) <= count:
        return np.flatnonzero(values > REPLACED)
    best = np.argpartition(values, len(values) - count)[-count:]
    return best[values[best] > REPLACED]


def _multiply(rows: NDArray[np.float32], vector: NDArray[np.float32], out: NDArray[np.float32]) -> None:
    """Write rows @ vector into `out`; many rows are shared between the cores (numpy lets go of the interpreter)."""
    parts = rows.size // PARALLEL
    if parts > 1:  # counting the cores takes as long as reading a cell
        parts = min(os.cpu_count() or 1, parts)
    if parts < 2:
        np.matmul(rows, vector, out=out)
        return
    bounds = np.linspace(0, len(rows), parts + 1, dtype=np.int64).tolist()
    pool = _pool(os.getpid())
    done = [
        pool.submit(np.matmul, rows[start:end], vector, out=out[start:end]) for start, end in pairwise(bounds)
    ]
    for part in done:
        part.result()


@cache
def _pool(_process: int) -> ThreadPoolExecutor:
    """The threads of this process; a forked one has none of its parent's."""
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="vectors")

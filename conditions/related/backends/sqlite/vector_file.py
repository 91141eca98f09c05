"""One file of vectors that every worker maps into memory: complete or absent, never half-written.

Layout: a header of 64 bytes, n rows of float32, n entry numbers (int64, ascending), then in a large file an
abridgement: its axes, shape (dim, width), and the rows along them, shape (n, width), which stand cell by cell: rows
that are near to each other side by side.  After them the cells: how many rows there are up to the end of each (int64),
the centre of each, shape (cells, width), and the place among the n rows of each abridged one (int32).  Files of older
versions have no cells.  Rows of zeros are wiped ones.
"""

import os
import struct
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import numpy as np
from django.utils.functional import cached_property
from numpy.typing import NDArray

from conditions.related.backends.sqlite import cells
from conditions.related.backends.sqlite.cells import Cells

MAGIC = b"CONSVEC3"
OLDER = b"CONSVEC2"
HEADER = struct.Struct("<8s16s16sIQII")
HEADER_SIZE = 64
TEMPORARY = ".tmp"

ABRIDGED = 96
"""Axes of an abridgement: a quarter of the numbers to read (bench/abridged.py tells how many of the best it misses)."""

LARGE = 4_000
"""Rows of the first batch from which a file has an abridgement; its axes are the directions these differ in most."""

CELLED = 20_000
"""Rows from which there are cells."""

ROWS_A_CELL = 200
MOST_CELLS = 1_024

Batch = tuple[NDArray[np.int64], NDArray[np.float32]]


class VectorFileError(Exception):
    """The file is missing, truncated, or not what the database says it is."""


@dataclass(frozen=True)
class VectorFile:
    """An open file: entry numbers, shape (n,), and unit rows, shape (n, dim), mapped read-only.

    `brief` is the abridgement, shape (n, width), and `axes` what to multiply a vector with for it, shape (dim, width);
    of a small file they are the rows themselves and None.  `cells` say where the abridged rows stand.
    """

    path: Path
    ids: NDArray[np.int64]
    rows: NDArray[np.float32]
    brief: NDArray[np.float32]
    axes: NDArray[np.float32] | None
    cells: Cells

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self.rows.shape[1])

    def places(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The place of each entry number, -1 where it has no row; shape (len(numbers),)."""
        table = self._table
        return table[np.minimum(numbers, len(table) - 1)].astype(np.int64)

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        """The place of every number up to the last, and then a -1 for those behind: a fifth of the cost of searching.

        4 bytes a number, in each process.  A file never changes its numbers: one written anew is another VectorFile.
        """
        table = np.full(int(self.ids.max(initial=-1)) + 2, -1, dtype=np.int32)
        table[self.ids] = np.arange(len(self.ids), dtype=np.int32)
        return table

    @cached_property
    def brief_places(self) -> NDArray[np.int32]:
        """Where the abridgement has the row at each place, shape (n,)."""
        return cells.inverse(self.cells.order)


def write(path: Path, token: UUID, encoder: str, dim: int, batches: Iterable[Batch]) -> int:
    """Write `path` from batches of (entry numbers ascending, unit rows) in one atomic step; return the number of rows.

    Until the rename, a reader finds what was there before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=TEMPORARY)
    try:
        with os.fdopen(handle, "w+b") as stream:
            stream.write(bytes(HEADER_SIZE))
            numbers = [np.empty(0, dtype="<i8")]
            axes = np.empty((dim, 0), dtype="<f4")
            for ids, rows in batches:
                if len(numbers) == 1 and len(rows) >= LARGE:
                    axes = _axes(rows)
                numbers.append(np.asarray(ids, dtype="<i8"))
                stream.write(np.ascontiguousarray(rows, dtype="<f4").data)
            every = np.concatenate(numbers)
            stream.write(every.data)
            made = len(_abridge(stream, axes, len(every)).ends) if axes.size else 0
            stream.seek(0)
            stream.write(_header(token, encoder, dim, len(every), axes.shape[1], made))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return len(every)


def _axes(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The orthonormal directions that rows differ in most (their principal axes), shape (dim, width)."""
    _strength, directions = np.linalg.eigh(rows.T @ rows)  # weakest first
    return np.ascontiguousarray(directions[:, : -ABRIDGED - 1 : -1], dtype="<f4")


def _abridge(stream: IO[bytes], axes: NDArray[np.float32], count: int) -> Cells:
    """Append the axes and the `count` rows along them, cell by cell, then the cells; return these.

    The rows are read back, a part at a time, so that any number fits into memory.
    """
    stream.write(axes.data)
    stream.flush()
    start, width = stream.tell(), axes.shape[1]
    os.posix_fallocate(stream.fileno(), start, 4 * width * count)  # a full disk is told here, not by a signal
    rows = np.memmap(stream, "<f4", "r", HEADER_SIZE, (count, len(axes)))
    brief = np.memmap(stream, "<f4", "r+", start, (count, width))
    parts = [slice(at, at + LARGE) for at in range(0, count, LARGE)]
    wanted = min(count // ROWS_A_CELL, MOST_CELLS) if count >= CELLED else 1
    centres = cells.centres(rows[:: max(1, count // (wanted * cells.SAMPLED))] @ axes, wanted)
    made = cells.divided(
        centres, np.concatenate([cells.nearest(rows[part] @ axes, centres) for part in parts])
    )
    places = cells.inverse(made.order)
    for part in parts:
        brief[places[part]] = rows[part] @ axes
    brief.flush()
    stream.seek(0, os.SEEK_END)
    stream.write(made.ends.astype("<i8").data)
    stream.write(np.ascontiguousarray(made.centres, dtype="<f4").data)
    stream.write(made.order.astype("<i4").data)
    return made


def load(path: Path, token: UUID, encoder: str) -> VectorFile:
    """Map the file; raises VectorFileError unless it is whole and was written for this token and encoder."""
    file, header = _mapped(path)
    _magic, whose, of, *_shape = HEADER.unpack(header[: HEADER.size])
    if (whose, of) != (token.bytes, _padded(encoder)):
        raise VectorFileError(f"{path} belongs to another database or encoder")
    return file


def opened(path: Path) -> VectorFile:
    """Map the file whosever it is; raises VectorFileError unless it is whole."""
    return _mapped(path)[0]


def _mapped(path: Path) -> tuple[VectorFile, bytes]:
    """The file and its header."""
    try:
        with path.open("rb") as stream:
            header = stream.read(HEADER_SIZE)
            size = os.fstat(stream.fileno()).st_size
        if len(header) < HEADER_SIZE:
            raise VectorFileError(f"{path} is truncated")
        dim, count, width, divided = _read_header(path, header)
        start = HEADER_SIZE + 4 * dim * count
        brief_start = _brief_start(dim, width, count=count)
        cells_start = brief_start + 4 * width * count
        if size != cells_start + (divided * (8 + 4 * width) + 4 * count if divided else 0):
            raise VectorFileError(f"{path} is truncated")
        if not count:
            none = np.empty((0, dim), np.float32)
            return VectorFile(path, np.empty(0, np.int64), none, none, None, cells.one(0, 0)), header
        rows = brief = np.asarray(np.memmap(path, "<f4", "r", HEADER_SIZE, (count, dim)))
        ids = np.fromfile(path, "<i8", count, offset=start)
        axes, made = None, cells.one(count, width)
        if width:
            axes = np.fromfile(path, "<f4", dim * width, offset=start + 8 * count).reshape(dim, width)
            brief = np.asarray(np.memmap(path, "<f4", "r", brief_start, (count, width)))
        if divided:
            ends = np.fromfile(path, "<i8", divided, offset=cells_start)
            centres_start = cells_start + 8 * divided
            centres = np.fromfile(path, "<f4", divided * width, offset=centres_start).reshape(divided, width)
            order_start = centres_start + 4 * divided * width
            made = Cells(ends, centres, np.asarray(np.memmap(path, "<i4", "r", order_start, (count,))))
    except OSError as error:
        raise VectorFileError(f"{path} cannot be read: {error}") from error
    return VectorFile(path, ids, rows, brief, axes, made), header


def wipe(file: VectorFile, numbers: Iterable[int]) -> None:
    """Overwrite the rows of these entries with zeros, on the disk and in every process that maps the file."""
    wanted = np.fromiter(numbers, dtype=np.int64)
    at = np.flatnonzero(np.isin(file.ids, wanted, assume_unique=False))
    if not at.size:
        return
    parts: list[tuple[int, int, NDArray[Any]]] = [(HEADER_SIZE, 4 * file.dim, at)]
    if file.axes is not None:
        dim, width = file.axes.shape
        parts.append((_brief_start(dim, width, count=len(file.ids)), 4 * width, file.brief_places[at]))
    with file.path.open("r+b") as stream:
        for start, width, places in parts:
            for row in places.tolist():
                stream.seek(start + row * width)
                stream.write(bytes(width))
        stream.flush()
        os.fdatasync(stream.fileno())


def _brief_start(dim: int, width: int, *, count: int) -> int:
    """Where the abridged rows begin."""
    return HEADER_SIZE + count * (4 * dim + 8) + 4 * dim * width


def _header(token: UUID, encoder: str, dim: int, count: int, width: int, divided: int) -> bytes:
    """The header, padded, with its checksum at the end."""
    body = HEADER.pack(MAGIC, token.bytes, _padded(encoder), dim, count, width, divided)
    body = body.ljust(HEADER_SIZE - 4)
    return body + zlib.crc32(body).to_bytes(4, "little")


def _padded(encoder: str) -> bytes:
    """The name of an encoder as the header has it."""
    return encoder.encode()[:16].ljust(16)


def _read_header(path: Path, header: bytes) -> tuple[int, int, int, int]:
    """(dim, count, width, cells); raises VectorFileError when the header is damaged."""
    magic, _token, _encoder, dim, count, width, divided = HEADER.unpack(header[: HEADER.size])
    if magic not in (MAGIC, OLDER) or zlib.crc32(header[:-4]).to_bytes(4, "little") != header[-4:]:
        raise VectorFileError(f"{path} is damaged")
    return dim, count, width, divided if magic == MAGIC else 0


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

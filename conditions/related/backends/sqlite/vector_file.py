"""One file of vectors that every worker maps into memory: complete or absent, never half-written.

Layout: a header of 64 bytes, n rows of float32, n entry numbers (int64, ascending), then in a large file an
abridgement: its axes, shape (dim, width), and the rows along them, shape (n, width).  Rows of zeros are wiped ones.
"""

import os
import struct
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

import numpy as np
from django.utils.functional import cached_property
from numpy.typing import NDArray

MAGIC = b"CONSVEC2"
HEADER = struct.Struct("<8s16s16sIQI")
HEADER_SIZE = 64
TEMPORARY = ".tmp"

ABRIDGED = 96
"""Axes of an abridgement: a quarter of the numbers to read (bench/abridged.py tells how many of the best it misses)."""

LARGE = 4_000
"""Rows of the first batch from which a file has an abridgement; its axes are the directions these differ in most."""

Batch = tuple[NDArray[np.int64], NDArray[np.float32]]


class VectorFileError(Exception):
    """The file is missing, truncated, or not what the database says it is."""


@dataclass(frozen=True)
class VectorFile:
    """An open file: entry numbers, shape (n,), and unit rows, shape (n, dim), mapped read-only.

    `brief` is the abridgement, shape (n, width), and `axes` what to multiply a vector with for it, shape (dim, width);
    of a small file they are the rows themselves and None.
    """

    path: Path
    ids: NDArray[np.int64]
    rows: NDArray[np.float32]
    brief: NDArray[np.float32]
    axes: NDArray[np.float32] | None

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
            if axes.size:
                _abridge(stream, axes, len(every))
            stream.seek(0)
            stream.write(_header(token, encoder, dim, len(every), axes.shape[1]))
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


def _abridge(stream: IO[bytes], axes: NDArray[np.float32], count: int) -> None:
    """Append the axes and the `count` rows along them; the rows are read back, so that any number fits into memory."""
    stream.write(axes.data)
    dim = len(axes)
    for start in range(0, count, LARGE):
        stream.seek(HEADER_SIZE + 4 * dim * start)
        rows = np.frombuffer(stream.read(4 * dim * min(LARGE, count - start)), dtype="<f4").reshape(-1, dim)
        stream.seek(0, os.SEEK_END)
        stream.write((rows @ axes).data)


def load(path: Path, token: UUID, encoder: str) -> VectorFile:
    """Map the file; raises VectorFileError unless it is whole and was written for this token and encoder."""
    file, header = _mapped(path)
    width = 0 if file.axes is None else file.axes.shape[1]
    if header != _header(token, encoder, file.dim, len(file.ids), width):
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
        dim, count, width = _read_header(path, header)
        if size != _brief_start(dim, width, count=count) + 4 * width * count:
            raise VectorFileError(f"{path} is truncated")
        if not count:
            none = np.empty((0, dim), np.float32)
            return VectorFile(path, np.empty(0, np.int64), none, none, None), header
        rows = brief = np.asarray(np.memmap(path, "<f4", "r", HEADER_SIZE, (count, dim)))
        start = HEADER_SIZE + 4 * dim * count
        ids = np.fromfile(path, "<i8", count, offset=start)
        axes = None
        if width:
            axes = np.fromfile(path, "<f4", dim * width, offset=start + 8 * count).reshape(dim, width)
            brief = np.asarray(
                np.memmap(path, "<f4", "r", _brief_start(dim, width, count=count), (count, width))
            )
    except OSError as error:
        raise VectorFileError(f"{path} cannot be read: {error}") from error
    return VectorFile(path, ids, rows, brief, axes), header


def wipe(file: VectorFile, numbers: Iterable[int]) -> None:
    """Overwrite the rows of these entries with zeros, on the disk and in every process that maps the file."""
    wanted = np.fromiter(numbers, dtype=np.int64)
    at = np.flatnonzero(np.isin(file.ids, wanted, assume_unique=False))
    if not at.size:
        return
    parts = [(HEADER_SIZE, 4 * file.dim)]
    if file.axes is not None:
        parts.append((_brief_start(*file.axes.shape, count=len(file.ids)), 4 * file.axes.shape[1]))
    with file.path.open("r+b") as stream:
        for start, width in parts:
            for row in at:
                stream.seek(start + int(row) * width)
                stream.write(bytes(width))
        stream.flush()
        os.fdatasync(stream.fileno())


def _brief_start(dim: int, width: int, *, count: int) -> int:
    """Where the abridged rows begin."""
    return HEADER_SIZE + count * (4 * dim + 8) + 4 * dim * width


def _header(token: UUID, encoder: str, dim: int, count: int, width: int) -> bytes:
    """The header, padded, with its checksum at the end."""
    body = HEADER.pack(MAGIC, token.bytes, encoder.encode()[:16].ljust(16), dim, count, width)
    body = body.ljust(HEADER_SIZE - 4)
    return body + zlib.crc32(body).to_bytes(4, "little")


def _read_header(path: Path, header: bytes) -> tuple[int, int, int]:
    """(dim, count, width); raises VectorFileError when the header is damaged."""
    magic, _token, _encoder, dim, count, width = HEADER.unpack(header[: HEADER.size])
    if magic != MAGIC or zlib.crc32(header[:-4]).to_bytes(4, "little") != header[-4:]:
        raise VectorFileError(f"{path} is damaged")
    return dim, count, width


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

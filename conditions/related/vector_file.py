"""One file of vectors that every worker maps into memory: complete or absent, never half-written.

Layout: a header of 64 bytes, n rows of float32, n entry numbers (int64, ascending).  A row of zeros is a wiped one.
"""

import os
import struct
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

MAGIC = b"CONSVEC1"
HEADER = struct.Struct("<8s16s16sIQ")
HEADER_SIZE = 64
TEMPORARY = ".tmp"

Batch = tuple[NDArray[np.int64], NDArray[np.float32]]


class VectorFileError(Exception):
    """The file is missing, truncated, or not what the database says it is."""


@dataclass(frozen=True)
class VectorFile:
    """An open file: entry numbers, shape (n,), and unit rows, shape (n, dim), mapped read-only."""

    path: Path
    ids: NDArray[np.int64]
    rows: NDArray[np.float32]

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self.rows.shape[1])


def write(path: Path, token: UUID, encoder: str, dim: int, batches: Iterable[Batch]) -> int:
    """Write `path` from batches of (entry numbers ascending, unit rows) in one atomic step; return the number of rows.

    Until the rename, a reader finds what was there before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(bytes(HEADER_SIZE))
            numbers = [np.empty(0, dtype="<i8")]
            for ids, rows in batches:
                numbers.append(np.asarray(ids, dtype="<i8"))
                stream.write(np.ascontiguousarray(rows, dtype="<f4").data)
            every = np.concatenate(numbers)
            stream.write(every.data)
            stream.seek(0)
            stream.write(_header(token, encoder, dim, len(every)))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return len(every)


def load(path: Path, token: UUID, encoder: str) -> VectorFile:
    """Map the file; raises VectorFileError unless it is whole and was written for this token and encoder."""
    file, header = _mapped(path)
    if header != _header(token, encoder, file.dim, len(file.ids)):
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
        dim, count = _read_header(path, header)
        if size != HEADER_SIZE + count * (8 + 4 * dim):
            raise VectorFileError(f"{path} is truncated")
        if not count:
            return VectorFile(path, np.empty(0, np.int64), np.empty((0, dim), np.float32)), header
        rows = np.memmap(path, "<f4", "r", HEADER_SIZE, (count, dim))
        ids = np.fromfile(path, "<i8", count, offset=HEADER_SIZE + 4 * dim * count)
    except OSError as error:
        raise VectorFileError(f"{path} cannot be read: {error}") from error
    return VectorFile(path, ids, np.asarray(rows)), header


def wipe(file: VectorFile, numbers: Iterable[int]) -> None:
    """Overwrite the rows of these entries with zeros, on the disk and in every process that maps the file."""
    wanted = np.fromiter(numbers, dtype=np.int64)
    at = np.flatnonzero(np.isin(file.ids, wanted, assume_unique=False))
    if not at.size:
        return
    width = 4 * file.dim
    with file.path.open("r+b") as stream:
        for row in at:
            stream.seek(HEADER_SIZE + int(row) * width)
            stream.write(bytes(width))
        stream.flush()
        os.fdatasync(stream.fileno())


def _header(token: UUID, encoder: str, dim: int, count: int) -> bytes:
    """The header, padded, with its checksum at the end."""
    body = HEADER.pack(MAGIC, token.bytes, encoder.encode()[:16].ljust(16), dim, count).ljust(HEADER_SIZE - 4)
    return body + zlib.crc32(body).to_bytes(4, "little")


def _read_header(path: Path, header: bytes) -> tuple[int, int]:
    """(dim, count); raises VectorFileError when the header is damaged."""
    magic, _token, _encoder, dim, count = HEADER.unpack(header[: HEADER.size])
    if magic != MAGIC or zlib.crc32(header[:-4]).to_bytes(4, "little") != header[-4:]:
        raise VectorFileError(f"{path} is damaged")
    return dim, count


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

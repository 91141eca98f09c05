"""In a large file abridged rows choose what is compared in full, and nothing of a wiped row stays in them."""

import errno
import os
import struct
import zlib
from uuid import UUID

import numpy as np
import pytest

from conditions.related.backends.sqlite import flat_index, vector_file
from conditions.related.backends.sqlite.flat_index import FlatIndex, Overlay

DIM, COUNT = 384, 6_000
TOKEN, ENCODER = UUID(int=7), "encoder"


@pytest.fixture(scope="module")
def rows():
    """Unit rows that differ in some directions more than in others, as sentences do."""
    made = np.random.default_rng(3).normal(size=(COUNT, DIM)) * np.linspace(1, 0.05, DIM)
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(params=[1, 30], ids=["one cell", "30 cells"])
def file(rows, tmp_path, request, monkeypatch):
    """The rows in a file, written in two batches; the number of row i is 2 i.  All cells are read."""
    monkeypatch.setattr(vector_file, "CELLED", COUNT if request.param > 1 else COUNT + 1)
    monkeypatch.setattr(flat_index, "READ", 1.0)
    path = tmp_path / "rows.vectors"
    numbers = 2 * np.arange(COUNT, dtype=np.int64)
    batches = [(numbers[:5_000], rows[:5_000]), (numbers[5_000:], rows[5_000:])]
    assert vector_file.write(path, TOKEN, ENCODER, DIM, batches) == COUNT
    made = vector_file.load(path, TOKEN, ENCODER)
    assert len(made.cells.ends) == request.param
    return made


def over(file, numbers=(), rows=None, stale=()):
    """The file with these rows over it."""
    later = np.asarray(numbers, dtype=np.int64)
    lying = np.empty((0, DIM), np.float32) if rows is None else rows
    overlay = Overlay(1, later, lying, np.asarray(stale, dtype=np.int64))
    return FlatIndex(file, overlay)


def test_the_abridged_rows_are_the_rows_along_their_axes(file, rows):
    assert file.brief.shape == (COUNT, vector_file.ABRIDGED)
    assert np.allclose(file.axes.T @ file.axes, np.eye(vector_file.ABRIDGED), atol=1e-5)
    assert np.allclose(file.brief[file.brief_places], rows @ file.axes, atol=1e-5)
    assert np.array_equal(file.rows, rows)


def test_the_nearest_are_those_of_a_full_comparison_with_their_true_cosines(file, rows):
    for asked in rows[::600]:
        places, cosines = over(file).nearest(asked, 10)
        assert set(places) == set(np.argsort(-(rows @ asked))[:10])
        assert np.allclose(cosines, rows[places] @ asked, atol=1e-6)


def test_only_the_allowed_ones_are_found(file, rows):
    allowed = np.arange(0, COUNT, 3)
    places, _cosines = over(file).nearest(rows[1], 5, allowed)
    assert set(places) == set(allowed[np.argsort(-(rows[allowed] @ rows[1]))[:5]])


def test_a_later_row_is_found_and_the_one_it_replaces_is_not(file, rows):
    asked = rows[10]
    found = over(file, numbers=[20], rows=-asked[None], stale=[10])
    places, _cosines = found.nearest(asked, 10)
    assert 10 not in places
    assert found.nearest(-asked, 1)[0].tolist() == [COUNT]


def test_a_wiped_row_is_gone_from_both_parts(file, rows):
    place = int(file.brief_places[10])
    brief = np.array(file.brief[place])
    raw = file.path.read_bytes()
    assert raw.count(rows[10].tobytes()) == raw.count(brief.tobytes()) == 1
    vector_file.wipe(file, [20])
    raw = file.path.read_bytes()
    assert raw.count(rows[10].tobytes()) == raw.count(brief.tobytes()) == 0
    assert not file.rows[10].any()
    assert not file.brief[place].any()
    assert np.array_equal(np.delete(file.rows, 10, axis=0), np.delete(rows, 10, axis=0))


def test_a_small_file_has_none(rows, tmp_path):
    path = tmp_path / "few.vectors"
    vector_file.write(path, TOKEN, ENCODER, DIM, [(np.arange(100), rows[:100])])
    few = vector_file.load(path, TOKEN, ENCODER)
    assert few.axes is None
    assert path.stat().st_size == 64 + 100 * (8 + 4 * DIM)
    places, cosines = over(few).nearest(rows[3], 5)
    assert set(places) == set(np.argsort(-(rows[:100] @ rows[3]))[:5])
    assert np.allclose(cosines, rows[places] @ rows[3], atol=1e-6)
    replaced = over(few, numbers=[3], rows=rows[3][None], stale=[3])
    assert sorted(replaced.nearest(rows[3], 200)[0]) == [*range(3), *range(4, 101)]


def test_a_file_cut_short_in_its_abridgement_is_refused(file):
    file.path.write_bytes(file.path.read_bytes()[:-4])
    with pytest.raises(vector_file.VectorFileError, match="truncated"):
        vector_file.load(file.path, TOKEN, ENCODER)


def test_of_the_cells_the_nearest_are_read_and_all_of_the_overlay(file, rows, monkeypatch):
    monkeypatch.setattr(flat_index, "READ", 0.1)
    asked = rows[10]
    starts, ends = file.cells.nearest(asked @ file.axes, 0.1)
    if len(file.cells.ends) > 1:
        assert 0.1 * COUNT <= (ends - starts).sum() < 0.3 * COUNT
    read = {place for start, end in zip(starts, ends, strict=True) for place in file.cells.order[start:end]}
    found = over(file, numbers=[21], rows=-asked[None], stale=[11])
    places, _cosines = found.nearest(asked, 20)
    assert places.tolist().count(10) == 1
    assert set(places) <= read - {11}
    assert len(set(places)) == 20
    everywhere, _cosines = found.nearest(-asked, 1)
    assert everywhere.tolist() == [COUNT]


def test_cells_hold_what_is_near_to_their_centre(file):
    order, ends = file.cells.order, file.cells.ends
    assert sorted(order) == list(range(COUNT))
    assert ends[-1] == COUNT
    nearest = (file.brief @ file.cells.centres.T).argmax(axis=1)
    assert nearest.tolist() == np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0)).tolist()


def test_a_file_of_the_version_before_is_read(rows, tmp_path):
    path = tmp_path / "older.vectors"
    vector_file.write(path, TOKEN, ENCODER, DIM, [(np.arange(COUNT), rows)])
    raw, width = path.read_bytes(), vector_file.ABRIDGED
    without_cells = 64 + COUNT * (4 * DIM + 8 + 4 * width) + 4 * DIM * width
    header = struct.pack(
        "<8s16s16sIQI", b"CONSVEC2", TOKEN.bytes, ENCODER.encode().ljust(16), DIM, COUNT, width
    )
    header = header.ljust(60)
    path.write_bytes(header + zlib.crc32(header).to_bytes(4, "little") + raw[64:without_cells])
    older = vector_file.load(path, TOKEN, ENCODER)
    assert older.cells.ends.tolist() == [COUNT]
    places, cosines = over(older).nearest(rows[7], 10)
    assert set(places) == set(np.argsort(-(rows @ rows[7]))[:10])
    assert np.allclose(cosines, rows[places] @ rows[7], atol=1e-6)
    vector_file.wipe(older, [7])
    assert not older.brief[7].any()
    with pytest.raises(vector_file.VectorFileError, match="another"):
        vector_file.load(path, UUID(int=8), ENCODER)


def test_a_full_disk_is_an_error_and_leaves_what_was_there(file, rows, monkeypatch):
    def full(_descriptor, _start, _size):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = file.path.read_bytes()
    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(OSError, match="No space"):
        vector_file.write(file.path, TOKEN, ENCODER, DIM, [(np.arange(COUNT), rows)])
    assert file.path.read_bytes() == before
    assert list(file.path.parent.iterdir()) == [file.path]

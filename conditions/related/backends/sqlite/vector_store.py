"""Cosines on SQLite: the mapped file, and on top of it the rows that changed after it was written.

The database is the truth.  `IndexState` names the one valid file (by `token`) and the last change in it (`file_seq`);
rows with a later `seq` are read from the database and lie over the file.  A process killed at any moment leaves either
the old file and the old state, or a new file that no state names yet: both are correct, and the next write tidies up.
"""

import fcntl
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection, transaction

from conditions.models import IndexEntry, IndexState, RemovedVector
from conditions.related.backends.sqlite import vector_file
from conditions.related.backends.sqlite.flat_index import FlatIndex, Overlay
from conditions.related.backends.sqlite.vector_file import Batch, VectorFile, VectorFileError
from conditions.related.encoder.encoder import Encoder
from consult.common import statements

logger = logging.getLogger(__name__)

BATCH = 4_000
"""Rows read from the database at once: 6 MB."""

OVERLAY = 2_000
"""Changed rows that are read beside the file before it is written anew; in large indexes a twentieth of the file."""

OVERLAY_MOST = 10_000

ABANDONED = 3_600
"""Seconds after which a half-written file belongs to a process that died."""


_open: dict[tuple[str, str], tuple[uuid.UUID, int, int, FlatIndex]] = {}
_STATE = f"SELECT token, seq, removals FROM {IndexState._meta.db_table} WHERE kind = %s"  # noqa: S608


def flat_index(kind: str, encoder: Encoder) -> FlatIndex:
    """The vectors of a kind as the database has them now.  One query, two more after changes."""
    key = (kind, encoder.fingerprint)
    known = _open.get(key)
    if known and statements.rows(_STATE, kind) == [(known[0].hex, known[1], known[2])]:
        return known[3]
    state = IndexState.objects.filter(kind=kind).first()
    if state is None:
        _open.pop(key, None)
        return FlatIndex(None, _nothing(encoder.dim))
    same = known is not None and known[0] == state.token and known[2] == state.removals
    file = known[3].file if known and known[0] == state.token else _file(state, encoder)
    if file is None and state.file_seq:  # gone or damaged
        return _recovered(kind, encoder)
    before = known[3].overlay if known and same else None
    overlay = _read_overlay(state, encoder, file, before)
    made = FlatIndex(file, overlay)
    if not connection.in_atomic_block:  # what is read inside a transaction may yet be rolled back
        _open[key] = (state.token, state.seq, state.removals, made)
    return made


def forget() -> None:
    """Drop what this process holds of the vectors (tests, and after a rebuild)."""
    _open.clear()


def rebuild(kind: str, encoder: Encoder, *, wait: bool = True) -> bool:
    """Write the file anew from the database; False when another process is at it and `wait` is not set."""
    with _lock(kind, wait=wait) as locked:
        if locked:
            _rebuild(kind, encoder)
    return locked


def rebuild_if_due(kind: str, encoder: Encoder) -> None:
    """Write the file anew when too much lies over it.  Never waits."""
    state = IndexState.objects.filter(kind=kind).first()
    if state is None or state.seq == state.file_seq:
        return
    changed = IndexEntry.objects.filter(
        kind=kind, seq__gt=state.file_seq, encoder=encoder.fingerprint
    ).count()
    known = _open.get((kind, encoder.fingerprint))
    rows = known[3].filed if known else 0
    if changed > min(max(OVERLAY, rows // 20), OVERLAY_MOST):
        rebuild(kind, encoder, wait=False)


def wipe_removed(*, wait: bool = False) -> bool:
    """Overwrite in the files what is gone from the database; False when a rebuild holds the lock (it does it too)."""
    done = True
    for kind in RemovedVector.objects.values_list("kind", flat=True).distinct().order_by("kind"):
        with _lock(kind, wait=wait) as locked:
            if locked:
                _wipe(kind)
            done = done and locked
    return done


def _rebuild(kind: str, encoder: Encoder) -> None:
    """As `rebuild`, with the lock held."""
    state, _created = IndexState.objects.get_or_create(kind=kind)
    token = uuid.uuid4()
    vector_file.write(_path(kind, token), token, encoder.fingerprint, encoder.dim, _batches(kind, encoder))
    IndexState.objects.filter(kind=kind).update(token=token, file_seq=state.seq)
    transaction.on_commit(lambda: _tidy(kind))
    _wipe(kind)


def _wipe(kind: str) -> None:
    """Wipe what was removed since; with the lock held."""
    removed = dict(RemovedVector.objects.filter(kind=kind).values_list("pk", "entry_number"))
    if not removed:
        return
    state = IndexState.objects.filter(kind=kind).first()
    path = _path(kind, state.token) if state else None
    if path and path.exists():
        try:
            vector_file.wipe(vector_file.opened(path), removed.values())
        except VectorFileError:
            path.unlink(missing_ok=True)  # damaged: it is written anew without them at the next search
    keys = list(removed)
    for start in range(0, len(keys), BATCH):
        RemovedVector.objects.filter(pk__in=keys[start : start + BATCH]).delete()


def _batches(kind: str, encoder: Encoder) -> Iterator[Batch]:
    """Entry numbers and vectors of a kind, ascending, a batch at a time."""
    last = 0
    while True:
        rows = list(
            IndexEntry.objects.filter(
                kind=kind, encoder=encoder.fingerprint, vector__isnull=False, pk__gt=last
            )
            .order_by("pk")
            .values_list("pk", "vector")[:BATCH]
        )
        if not rows:
            return
        last = rows[-1][0]
        yield (
            np.array([row[0] for row in rows], dtype=np.int64),
            np.stack([np.asarray(row[1]) for row in rows]),
        )


def _read_overlay(
    state: IndexState, encoder: Encoder, file: VectorFile | None, before: Overlay | None
) -> Overlay:
    """What changed since the file was written; `before` is what was read of it already."""
    since = before.seq if before else state.file_seq
    before = before or _nothing(encoder.dim)
    rows = list(
        IndexEntry.objects.filter(kind=state.kind, seq__gt=since).values_list("pk", "encoder", "vector")
    )
    if not rows:
        return Overlay(state.seq, before.ids, before.rows, before.stale)
    changed = np.array([row[0] for row in rows], dtype=np.int64)
    usable = [row for row in rows if row[1] == encoder.fingerprint and row[2] is not None]
    kept = ~np.isin(before.ids, changed)
    ids = np.concatenate([before.ids[kept], np.array([row[0] for row in usable], dtype=np.int64)])
    vectors = np.concatenate([before.rows[kept], *(np.asarray(row[2])[None] for row in usable)])
    order = np.argsort(ids)
    stale = before.stale
    if file is not None:
        replaced = file.places(changed)
        stale = np.union1d(stale, replaced[replaced >= 0])
    return Overlay(state.seq, ids[order], vectors[order], stale)


def _recovered(kind: str, encoder: Encoder) -> FlatIndex:
    """The vectors when the file is gone or damaged: written anew, or read straight from the database."""
    logger.warning("The file of %s vectors is missing or damaged; writing it anew from the database.", kind)
    try:
        # Inside a transaction another process may wait for our lock on the database: do not wait for its.
        with _lock(kind, wait=not connection.in_atomic_block) as locked:
            state = IndexState.objects.get(kind=kind)
            file = _file(state, encoder)  # somebody may have written it while we waited
            if file is None and locked:
                _rebuild(kind, encoder)
                state = IndexState.objects.get(kind=kind)
                file = _file(state, encoder)
            if file is not None:
                return FlatIndex(file, _read_overlay(state, encoder, file, None))
    except OSError:
        logger.exception("The file of %s vectors cannot be written.", kind)
    batches = list(_batches(kind, encoder))
    if not batches:
        return FlatIndex(None, _nothing(encoder.dim))
    ids, rows = (np.concatenate(part) for part in zip(*batches, strict=True))
    return FlatIndex(None, Overlay(0, ids, rows, np.empty(0, dtype=np.int64)))


def _nothing(dim: int) -> Overlay:
    """No changes."""
    none = np.empty(0, dtype=np.int64)
    return Overlay(0, none, np.empty((0, dim), dtype=np.float32), none)


def _file(state: IndexState, encoder: Encoder) -> VectorFile | None:
    """The valid file, or None when there is none that can be used."""
    if not state.file_seq:
        return None
    try:
        return vector_file.load(_path(state.kind, state.token), state.token, encoder.fingerprint)
    except VectorFileError as problem:
        logger.warning("%s", problem)
        return None


def _path(kind: str, token: uuid.UUID) -> Path:
    """Where the file of this token lies."""
    return Path(settings.RELATED_INDEX_DIR) / f"{kind}-{token.hex}.vectors"


def _tidy(kind: str) -> None:
    """Remove the files that no state names any more, whole and half-written."""
    state = IndexState.objects.filter(kind=kind).first()
    valid = _path(kind, state.token) if state else None
    for path in Path(settings.RELATED_INDEX_DIR).glob(f"{kind}-*"):
        abandoned = path.suffix != vector_file.TEMPORARY or time.time() - path.stat().st_mtime > ABANDONED
        if path != valid and abandoned:
            path.unlink(missing_ok=True)


@contextmanager
def _lock(kind: str, *, wait: bool) -> Iterator[bool]:
    """Keep other processes from writing the file; yields whether we may.  The kernel frees it when we die."""
    folder = Path(settings.RELATED_INDEX_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{kind}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True

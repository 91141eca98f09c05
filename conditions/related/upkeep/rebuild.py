"""Makes the whole index again from the public rows, in batches that stand on their own: stop it, and go on later."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from django.db.models import QuerySet

from conditions.models import IndexEntry, ReferencePage
from conditions.related.backends import backend, keyword_index
from conditions.related.backends.base import Report
from conditions.related.backends.schema import ensure_schema
from conditions.related.encoder.encoder import Encoder, Progress, get_encoder
from conditions.related.lists.neighbours import join_lists, make_lists, mark_listed
from conditions.related.proposals import for_desk
from conditions.related.ranking.first_stage import NEAREST
from conditions.related.ranking.second_stage import COMPARED
from conditions.related.text import documents
from conditions.related.upkeep import erasure, index, ticks
from consult.common.database import analyze
from consult.models import Question

BATCH = 40
"""Texts encoded and stored in one transaction."""

LISTS = 64
"""Questions whose lists are made in one transaction; their cosines with 100,000 others take 25 MB."""

MANY = 0.2
"""Above this share of lists to make, all are made anew: cheaper than offering each question to its neighbours."""


def rebuild_all(report: Report, *, full: bool = False) -> None:
    """Bring entries, vectors and lists in step with what is public; `full` makes them all anew."""
    ensure_schema()
    for_desk.outdate_all()
    encoder = get_encoder()
    if encoder:
        backend().set_dimensions(encoder.dim)
    index.remove_hidden()
    _entries("pages and causes", ReferencePage.objects.dated(), documents.of_pages, "page", report, full)
    _entries("questions", Question.objects.public(), documents.of_questions, "question", report, full)
    if encoder:
        backend().rebuild_vectors(encoder, report)
    keyword_index.forget_common_terms()
    analyze()  # lists compare with what has just been stored
    _lists(report, full)
    ticks.learn()
    for_desk.outdate_all()  # what was made while the index was being made, too
    if erasure.is_owed():
        erasure.erase_deleted()
    analyze()


def _entries(
    name: str,
    rows: "QuerySet[Any]",
    read: Callable[[list[int]], Iterator[documents.Indexed]],
    kind: str,
    report: Report,
    full: bool,
) -> None:
    """Store the entries of these rows, a batch at a time."""
    total, done, last = rows.count(), 0, 0
    report(name, 0, total)
    while True:
        numbers = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not numbers:
            return
        last = numbers[-1]
        index.store(
            kind, list(read(numbers)), again=full, progress=_within(report, name, done, len(numbers), total)
        )
        done += len(numbers)
        report(name, done, total)


def _lists(report: Report, full: bool) -> None:
    """Make the lists that are missing; all of them when `full` or when many are missing."""
    entries = IndexEntry.objects.filter(kind=IndexEntry.Kind.QUESTION)
    total, missing = entries.count(), entries.filter(listed_at__isnull=True).count()
    everything = full or missing > MANY * total
    if everything:
        entries.update(listed_at=None)
        missing = total
    name, done, encoder = "similar questions", 0, get_encoder()
    report(name, 0, missing)
    while batch := list(entries.filter(listed_at__isnull=True).order_by("pk")[:LISTS]):
        own = len(batch) if everything else len(batch) // 2
        progress = _within(report, name, done, own, missing)
        made = make_lists(batch, nearest=_nearest(batch, encoder), progress=progress)
        if everything:  # the lists of others are made anew too
            mark_listed(made)
        else:
            for place, entry in enumerate(made):
                join_lists(entry.object_id)
                report(name, done + own + place // 2, missing)
        done += len(batch)
        report(name, done, missing)


def _within(report: Report, name: str, done: int, count: int, total: int) -> Progress:
    """Reports of the share that is done of a batch of `count`, after `done` before it."""
    return lambda share: report(name, done + int(share * count), total)


def _nearest(batch: list[IndexEntry], encoder: Encoder | None) -> dict[int, tuple[Any, Any]] | None:
    """The nearest of each entry of the batch that has a vector, found in one pass; None where that does not help."""
    read = [
        entry
        for entry in batch
        if encoder and entry.encoder == encoder.fingerprint and entry.vector is not None
    ]
    if not encoder or not read:
        return None
    found = backend().nearest_many(
        "question", encoder, np.stack([np.asarray(e.vector) for e in read]), max(NEAREST, 3 * COMPARED)
    )
    return None if found is None else dict(zip((entry.pk for entry in read), found, strict=True))

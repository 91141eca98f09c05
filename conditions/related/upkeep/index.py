"""Keeps the index in step with what is public: one entry per public question, cause and page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction

from conditions.models import Cause, IndexEntry, ReferencePage
from conditions.related.backends import backend
from conditions.related.encoder import pooling
from conditions.related.encoder.encoder import Encoder, Progress, get_encoder, silent
from conditions.related.proposals import for_desk
from conditions.related.text import documents
from conditions.related.text.documents import Indexed
from consult.models import Question


@transaction.atomic
def index_page(page: ReferencePage) -> None:
    """Index a saved reference page and its causes, or take them out when strangers are not to see the page.

    A page with a moment of publication in the future is indexed at once: who reads the index asks `public()`.
    """
    for_desk.outdate_all()
    store("page", list(documents.of_pages([page.pk])))
    remove("cause", Cause.objects.filter(page=page, is_retired=True).values("pk"))
    if page.published_at is None:
        remove("page", [page.pk])
        remove("cause", Cause.objects.filter(page=page).values("pk"))


@transaction.atomic(savepoint=False)
def store(
    kind: str, found: Sequence[Indexed], *, again: bool = False, progress: Progress = silent
) -> list[IndexEntry]:
    """Write the entries of these objects; return those of `kind` that were written, as their text has changed.

    What is stored already and unchanged is not encoded anew unless `again`.
    """
    encoder = get_encoder()
    changed: list[IndexEntry] = []
    done = 0
    for each in sorted({item.kind for item in found}):
        items = [item for item in found if item.kind == each]
        written = _store(
            each, items, encoder, again=again, progress=_part(progress, done, len(items), len(found))
        )
        done += len(items)
        if each == kind:
            changed = written
    return changed


def remove(kind: str, objects: Any) -> int:
    """Take these questions, causes or pages (keys or a queryset) out of the index; return how many were in it."""
    count, _by_model = IndexEntry.objects.filter(kind=kind, **{f"{kind}__in": objects}).delete()
    if count:
        transaction.on_commit(backend().removed, robust=True)
    return count


def remove_hidden() -> int:
    """Take out everything that strangers are not to see; return how many entries that was."""
    pages = ReferencePage.objects.dated()
    wanted = {
        "question": Question.objects.public(),
        "cause": Cause.objects.told().filter(page__in=pages),
        "page": pages,
    }
    gone = 0
    for kind, seen in wanted.items():
        entries = IndexEntry.objects.filter(kind=kind).exclude(**{f"{kind}__in": seen.values("pk")})
        gone += entries.delete()[0]
    if gone:
        transaction.on_commit(backend().removed, robust=True)
    return gone


def _store(
    kind: str, items: Iterable[Indexed], encoder: Encoder | None, *, again: bool, progress: Progress
) -> list[IndexEntry]:
    """Write the changed entries of one kind, and return them."""
    fingerprint = encoder.fingerprint if encoder else ""
    wanted = {item.object_id: (item, item.digest(fingerprint)) for item in items}
    known = dict(
        IndexEntry.objects.filter(kind=kind, **{f"{kind}__in": list(wanted)}).values_list(
            f"{kind}_id", "digest"
        )
    )
    stale = [item for key, (item, digest) in sorted(wanted.items()) if again or known.get(key) != digest]
    if not stale:
        return []
    understood = [encoder is not None and encoder.understands(item.text) for item in stale]
    read = [item for item, known_script in zip(stale, understood, strict=True) if known_script]
    rows: Iterator[Any] = iter(_encoded(read, encoder, progress) if encoder else ())
    seq = backend().next_change(kind)
    entries = []
    for item, known_script in zip(stale, understood, strict=True):
        vector, sketch = next(rows) if known_script else (None, b"")
        entries.append(
            IndexEntry(
                kind=kind,
                terms=item.terms,
                reply_terms=item.reply_terms,
                facets=item.facets,
                digest=wanted[item.object_id][1],
                encoder=fingerprint,
                vector=vector,
                sketch=sketch,
                seq=seq,
                **{f"{kind}_id": item.object_id},
            )
        )
    IndexEntry.objects.bulk_create(
        entries,
        batch_size=200,
        update_conflicts=True,
        unique_fields=[kind],
        update_fields=[
            "terms",
            "reply_terms",
            "facets",
            "digest",
            "encoder",
            "vector",
            "sketch",
            "seq",
            "listed_at",
        ],
    )
    if encoder:
        transaction.on_commit(lambda: backend().stored(kind, encoder), robust=True)
    return entries


def _encoded(items: Sequence[Indexed], encoder: Encoder, progress: Progress) -> Iterator[tuple[Any, bytes]]:
    """The vector of each item, and its sketch: of its names where it has some, else of its title or text."""
    answers = [item.answer if encoder.understands(item.answer) else "" for item in items]
    vectors_of, sketches = pooling.encode(
        encoder, [item.text for item in items], [item.head for item in items], answers, progress=progress
    )
    named = [item.names for item in items if item.names]
    names = iter(encoder.encode_with_token_sketches(named)[1])
    for item, vector, sketch in zip(items, vectors_of, sketches, strict=True):
        yield vector, next(names) if item.names else sketch


def _part(progress: Progress, done: int, count: int, total: int) -> Progress:
    """The progress of `count` of `total`, of which `done` are done."""
    return lambda share: progress((done + share * count) / total)

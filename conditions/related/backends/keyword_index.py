"""The keyword index as the engine reads it: how rare a term is, and which entries match by BM25.

The same for both databases: what is common is remembered, and no search may cost more than its budget.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import numpy as np

from conditions.models import IndexEntry
from conditions.related.backends import backend, bm25, entries
from conditions.related.backends.base import AREAS, Ids, Nearest, Scores, Vector
from conditions.related.encoder.encoder import Encoder
from consult.common import statements

LARGE = 1_000
"""From so many entries on, their number is remembered by the process."""

REMEMBERED_SECONDS = 600
"""So long the numbers of what is common are remembered: there are few of them, and counting them costs most."""

BUDGET = 8_000
"""Matches that one search may cost: 2 µs each (bench/related.py). Terms too common to fit are left out."""

LIST_BUDGET = 1_000
"""The same where matches are only candidates beside what is near in meaning: similar questions, proposed causes."""

MANY_TERMS = 16
"""So many terms are asked of the index of causes: patients tell a cause by many small signs (docs/RELATED.md)."""

_common: dict[tuple[str, str], tuple[float, int]] = {}

_counted: ContextVar[dict[str, dict[str, int]] | None] = ContextVar("counted", default=None)
"""What was counted already of each area, within `counted_once`."""


@contextmanager
def counted_once(*areas: str) -> Iterator[None]:
    """Within this each term is counted once, in all of these areas together; by default in all there are.

    For work that asks for the same terms again and again and changes no entry between.
    """
    token = _counted.set({area: {} for area in areas or AREAS})
    try:
        yield
    finally:
        _counted.reset(token)


def document_frequency(area: str, terms: Iterable[str]) -> dict[str, int]:
    """How many entries of an area ("question", "reply", "cause", "page") have each term; terms as prepare.terms."""
    return document_frequencies([area], terms)[area]


def document_frequencies(areas: Sequence[str], terms: Iterable[str]) -> dict[str, dict[str, int]]:
    """The same of several areas."""
    counted, wanted = _counted.get(), list(dict.fromkeys(terms))
    if counted is None or not wanted or not counted.keys() >= set(areas):
        return _frequencies(areas, wanted)
    if new := [term for term in wanted if any(term not in found for found in counted.values())]:
        for area, found in _frequencies(list(counted), new).items():
            counted[area] |= found
    return {area: {term: counted[area][term] for term in wanted} for area in areas}


def _frequencies(areas: Sequence[str], terms: Iterable[str]) -> dict[str, dict[str, int]]:
    """The same, in one query; of an area nothing is asked that is remembered of it."""
    now = time.monotonic()
    wanted = list(dict.fromkeys(terms))
    known = {
        area: {term: entry[1] for term in wanted if (entry := _common.get((area, term))) and entry[0] > now}
        for area in areas
    }
    unknown = {area: [term for term in wanted if term not in found] for area, found in known.items()}
    asked = {area: some for area, some in unknown.items() if some}
    database = backend()
    counted = database.document_frequency(asked) if asked else {}
    for area, counts in counted.items():
        for term, count in counts.items():
            if count >= database.common:
                _common[area, term] = (now + REMEMBERED_SECONDS, count)
    return {area: found | counted.get(area, {}) for area, found in known.items()}


def documents(area: str) -> int:
    """How many entries an area has; remembered for a while in large indexes."""
    return documents_of([area])[area]


def documents_of(areas: Sequence[str]) -> dict[str, int]:
    """The same of several areas, with one query at most."""
    kinds = {area: AREAS[area][0] for area in areas}
    now = time.monotonic()
    counted = {
        kind: entry[1] for kind in kinds.values() if (entry := _common.get((kind, ""))) and entry[0] > now
    }
    if asked := [kind for kind in dict.fromkeys(kinds.values()) if kind not in counted]:
        counted |= dict.fromkeys(asked, 0) | dict(_counts(asked))
    for kind in asked:
        if counted[kind] >= LARGE:
            _common[kind, ""] = (now + REMEMBERED_SECONDS, counted[kind])
    return {area: counted[kind] for area, kind in kinds.items()}


def _counts(kinds: Sequence[str]) -> list[tuple[str, int]]:
    """How many entries these kinds have."""
    marks = ", ".join(["%s"] * len(kinds))
    return statements.rows(
        f"SELECT kind, COUNT(*) FROM {IndexEntry._meta.db_table} WHERE kind IN ({marks}) GROUP BY kind",  # noqa: S608
        *kinds,
    )


def rarity(kind: str, frequency: Mapping[str, int]) -> Callable[[str], float]:
    """The idf of terms over all that entries of a kind say, a question's replies included.

    `frequency` is document_frequency of the kind's first area, for these terms.  A term found nowhere counts as found
    once: a typing error tells no more than the rarest word.
    """
    others = [area for area in _areas_of(kind) if area != kind]
    found = document_frequencies(others, frequency) if others and frequency else {}
    return _idf(kind, [frequency, *found.values()])


def rarity_of(kind: str, terms: Iterable[str]) -> Callable[[str], float]:
    """The same for terms of which no area has been asked yet."""
    return _idf(kind, document_frequencies(_areas_of(kind), terms).values())


def _areas_of(kind: str) -> list[str]:
    """The areas of a kind."""
    return [area for area, (its, _column) in AREAS.items() if its == kind]


def _idf(kind: str, counts: Iterable[Mapping[str, int]]) -> Callable[[str], float]:
    """The idf of each term by the area that has it most often."""
    counted: dict[str, int] = {}
    for count in counts:
        counted |= {term: max(number, counted.get(term, 0)) for term, number in count.items()}
    total = documents(kind)

    @cache  # lists ask for the same terms again and again
    def idf(term: str) -> float:
        return bm25.idf(max(counted.get(term, 0), 1), total)

    return idf


def matches(
    area: str, terms: Sequence[str], frequency: dict[str, int], budget: int = BUDGET
) -> tuple[Ids, Scores]:
    """Entries that have any of the rarest terms, with BM25 scaled so that the best is 1; both shape (n,).

    Terms join, rarest first, while their matches fit the budget.  When even the rarest does not fit, the newest
    entries that have the two rarest are taken, or those with the rarest alone.
    """
    ids, scores = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    for said, everything in _attempts(terms, frequency, budget):
        ids, scores = backend().matches(area, said, frequency, everything=everything, limit=budget)
        if ids.size:
            break
    return ids, bm25.scaled(scores)


def matches_and_nearest(
    area: str,
    terms: Sequence[str],
    frequency: dict[str, int],
    budget: int,
    *,
    encoder: Encoder,
    vector: Vector,
    count: int,
    known: Nearest | None = None,
) -> tuple[Ids, Scores, Nearest]:
    """`matches`, and these and the `count` nearest to a vector with their cosines (`Backend.nearest`)."""
    found: tuple[Ids, Scores, Nearest] | None = None
    for said, everything in _attempts(terms, frequency, budget):
        found = backend().matches_and_nearest(
            area,
            said,
            frequency,
            everything=everything,
            limit=budget,
            encoder=encoder,
            vector=vector,
            count=count,
            known=known,
        )
        if found[0].size:
            break
    if found is None:
        none = np.empty(0, dtype=np.int64)
        near = backend().nearest(AREAS[area][0], encoder, vector, count, none, known=known)
        return none, np.empty(0, dtype=np.float32), near
    ids, scores, near = found
    return ids, bm25.scaled(scores), near


def _attempts(terms: Sequence[str], frequency: dict[str, int], budget: int) -> list[tuple[list[str], bool]]:
    """What `matches` asks for, one after the other until something is found: terms, and whether all must be there."""
    rare = bm25.rarest(terms, lambda term: frequency.get(term, 0))
    fitting: list[str] = []
    total = 0
    for term in rare:
        total += frequency[term]
        if total > budget:
            break
        fitting.append(term)
    if fitting:
        return [(fitting, False)]
    return [(rare[:2], True), (rare[:1], True)] if rare else []


def weighed_matches(area: str, terms: Sequence[str], frequency: dict[str, int]) -> tuple[Ids, Scores]:
    """Entries that have any of the MANY_TERMS rarest terms, and their BM25 counted in rarest terms; both shape (n,).

    A term that only one entry has, said once, counts about 1: so the figure means the same in an index of any size,
    and does not depend on the best hit.  For small indexes: it asks for more terms than `matches`.
    """
    fitting: list[str] = []
    total = 0
    for term in bm25.rarest(terms, lambda term: frequency.get(term, 0), MANY_TERMS):
        total += frequency[term]
        if total > LIST_BUDGET:
            break
        fitting.append(term)
    if not fitting:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    ids, scores = backend().matches(area, fitting, frequency, everything=False, limit=LIST_BUDGET)
    return ids, -scores / max(bm25.fts5_idf(1, documents(area)), 1.0)


def forget_counts() -> None:
    """Count every term anew."""
    _common.clear()


def forget_common_terms() -> None:
    """Count every term and read every entry and vector anew (tests, and after a rebuild)."""
    forget_counts()
    entries.forget()
    backend().forget()

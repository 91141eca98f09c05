"""What the engine proposes, thinned to what the database allows, and in its order.

First the exact name of what was typed, then what holds the words and is near in meaning, then what does one of both,
and last what holds some of the words only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from conditions.models import Cause, ReferencePage
from conditions.related.calibration import Search
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.ranking import query as engine
from conditions.related.ranking.every_match import Matches, every_match
from conditions.related.ranking.scoring import fused_ranks
from conditions.related.ranking.wordings import Wording
from consult.models import Question
from consult.prepared import Prepared
from portal.search.exact import exactly_named

MOST = 2_000
"""Best hits of each kind that are listed.  Who wants more narrows the search."""

MENTIONS = 0.60
"""Share of the words, the rarer the more they count, from which a text is shown for its words alone."""

SOME = 0.30
"""Share of the words from which a text is shown last, as one that has only some of them."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Wanted:
    """What is searched for: as the engine knows it, in which wordings, and how much each of its terms tells."""

    query: engine.Query
    """`weights` holds those terms only that some text of the site has."""

    weights: Mapping[str, float]
    wordings: list[Wording] = field(default_factory=list)

    @property
    def terms(self) -> list[str]:
        """The distinct terms typed."""
        return list(dict.fromkeys(self.query.terms))


@dataclass(frozen=True)
class Ranked:
    """One row of a result: the key of the object, its score, and its step in the order, the higher the earlier.

    `holds` says whether it has any of the words, `missing` which terms it lacks that others have, `through` by which
    other names it was found.
    """

    number: int
    score: float
    step: int = 0
    holds: bool = True
    missing: tuple[str, ...] = ()
    through: tuple[Wording, ...] = ()

    @property
    def key(self) -> tuple[int, float, int]:
        """What the list is sorted by: the step, the best score, then the newest."""
        return (-self.step, -self.score, -self.number)


EXACT, BOTH, ONE, PART = 3, 2, 1, 0
"""The steps of the order."""


def _questions(entries: list[int]) -> Any:
    """Key and entry number of the public questions with these entries."""
    return _keys(Question.objects.public(), entries)


def _causes(entries: list[int], now: datetime) -> Any:
    """Key and entry number of the public causes with these entries."""
    return _keys(Cause.objects.public(now), entries)


def _pages(entries: list[int], now: datetime) -> Any:
    """Key and entry number of the public reference pages with these entries."""
    return _keys(ReferencePage.objects.public(now), entries)


def _keys(rows: QuerySet[Any], entries: list[int]) -> QuerySet[Any]:
    """Key and entry number of these rows."""
    return rows.filter(index_entry__in=entries).order_by().values_list("pk", "index_entry__pk")


_read_questions: Prepared[tuple[int, int]] = Prepared(_questions)
_read_causes: Prepared[tuple[int, int]] = Prepared(_causes)
_read_pages: Prepared[tuple[int, int]] = Prepared(_pages)


def ranked(
    kind: str, wanted: Wanted, among: QuerySet[Any] | None = None, *, floor: bool = True
) -> list[Ranked]:
    """The best MOST public objects of a kind for what is wanted, best first.

    The engine looks at nothing but `among`, when given, so that a filter that few pass still finds those few.
    """
    keys: Any = None if among is None else among.order_by().values("pk")
    found = every_match(kind, wanted.query, wanted.wordings, among=keys)
    share = _shares(found, wanted)
    score, step = _judged(found, share, calibration_in_use().search)
    order = np.lexsort((-score, -step))
    if floor:
        order = order[step[order] >= PART]
    order = order[:MOST]
    public = _public(kind, found.entries[order].tolist())
    rows = [
        Ranked(number, round(float(score[at]), 6), int(step[at]), *_held(found, at, wanted))
        for at in order.tolist()
        if (number := public.get(int(found.entries[at])))
    ]
    rows.sort(key=lambda row: row.key)
    return _named_first(kind, rows, wanted) if kind != "question" else rows


def _shares(found: Matches, wanted: Wanted) -> Numbers:
    """How much of what was looked for each text holds, 0 to 1, the rarer terms counting more.

    A term that no text of the site has under any name, or that too many have to be looked for, counts for nothing.
    """
    weights = np.array([wanted.weights.get(part, 0.0) for part in found.parts], dtype=np.float32)
    total = sum(weight for term, weight in wanted.weights.items() if term not in found.skipped)
    return found.held @ (weights / total) if total > 0 else np.zeros(len(found.entries), dtype=np.float32)


def _judged(found: Matches, share: Numbers, numbers: Search) -> tuple[Numbers, NDArray[np.int64]]:
    """The score of each text, and its step in the order; -1 where it is not worth showing."""
    near = np.nan_to_num(found.cosine, nan=-1.0)
    if calibration_in_use().stages is None:
        score = fused_ranks(found.cosine, found.words)
        nearest = np.zeros(len(near), dtype=bool)
        nearest[np.argsort(-score, kind="stable")[: numbers.nearest]] = True
    else:
        meaning = np.where(np.isnan(found.cosine), share, found.cosine)
        weight = numbers.share_weight
        score = (1 - weight) * meaning + weight * share + numbers.bm25_weight * found.words
        nearest = near >= numbers.near
    mentions = share >= MENTIONS
    half = (near >= numbers.half_near) & (share >= numbers.half_mentions)
    step = np.where(share >= SOME, PART, -1)
    step = np.where(nearest | mentions | half, ONE, step)
    return score, np.where(nearest & mentions, BOTH, step)


def _held(found: Matches, at: int, wanted: Wanted) -> tuple[bool, tuple[str, ...], tuple[Wording, ...]]:
    """Whether a text has any of the words, the terms that it lacks, and the other names under which it has some."""
    there = found.held[at].tolist()
    held = dict.fromkeys(found.skipped, 1.0) | dict(zip(found.parts, there, strict=True))
    through = [
        wording
        for wording, is_there in zip(found.wordings, found.through[at].tolist(), strict=True)
        if is_there and not wording.is_typed and all(held[part] < 1 for part in wording.parts)
    ]
    return any(there), tuple(term for term in wanted.weights if not held.get(term)), tuple(through)


def _named_first(kind: str, rows: list[Ranked], wanted: Wanted) -> list[Ranked]:
    """The rows with those first whose name is what was typed."""
    named = exactly_named(kind, [row.number for row in rows], wanted)
    raised = [replace(row, step=EXACT) if row.number in named else row for row in rows]
    return sorted(raised, key=lambda row: row.key)


def _public(kind: str, entries: list[int]) -> dict[int, int]:
    """The keys of the public objects with these entries, by entry number.  One query."""
    if kind == "question":
        found = _read_questions(entries)
    else:
        found = (_read_causes if kind == "cause" else _read_pages)(entries, timezone.now())
    return {entry: number for number, entry in found}

"""What the engine proposes, thinned to what the database allows, and paged by key."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from conditions.models import Cause, ReferencePage
from conditions.related.calibration import Search
from conditions.related.encoder.encoder import calibration_in_use
from conditions.related.ranking import query as engine
from conditions.related.ranking.first_stage import candidates
from consult.models import Question
from consult.prepared import Prepared

CANDIDATES = {"question": 100, "cause": 40, "page": 40}
"""Best hits of each kind that are looked at.  Who wants more narrows the search."""

MENTIONS = 0.60
"""Share of the words, the rarer the more they count, from which a text is shown for its words alone."""

SALT = "portal.search"


@dataclass(frozen=True)
class Wanted:
    """What is searched for, as the engine knows it, and how much each of its terms tells (bm25.idf)."""

    query: engine.Query
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Ranked:
    """One row of a result: the key of the object and its score."""

    number: int
    score: float


@dataclass(frozen=True)
class Part:
    """The keys of one page of a ranked list, and the cursors of the pages after and before it ("" if none)."""

    numbers: list[int]
    after: str = ""
    before: str = ""


def _question_words(numbers: list[int]) -> Any:
    """Key and terms of these questions and their replies, of the public ones."""
    return _words(Question.objects.public().filter(pk__in=numbers))


def _cause_words(numbers: list[int], now: datetime) -> Any:
    """Key and terms of these causes, of the public ones."""
    return _words(Cause.objects.public(now).filter(pk__in=numbers))


def _page_words(numbers: list[int], now: datetime) -> Any:
    """Key and terms of these reference pages, of the public ones."""
    return _words(ReferencePage.objects.public(now).filter(pk__in=numbers))


def _words(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Key and terms of these rows."""
    return rows.order_by().values_list("pk", "index_entry__terms", "index_entry__reply_terms")


Words = tuple[int, str, str]
_read_questions: Prepared[Words] = Prepared(_question_words)
_read_causes: Prepared[Words] = Prepared(_cause_words)
_read_pages: Prepared[Words] = Prepared(_page_words)


def ranked(
    kind: str, wanted: Wanted, among: QuerySet[Any] | None = None, *, floor: bool = True
) -> list[Ranked]:
    """The best CANDIDATES public objects of a kind for what is wanted, best first.

    The engine looks at nothing but `among`, when given, so that a filter that few pass still finds those few.
    """
    keys: Any = None if among is None else among.order_by().values("pk")
    hits = candidates(kind, wanted.query, CANDIDATES[kind], among=keys, replies=kind == "question")
    shares = _public_shares(kind, hits, wanted.weights)
    numbers, by_rank = calibration_in_use().search, calibration_in_use().stages is None
    rows = [
        Ranked(hit.object_id, round(hit.score if by_rank else _score(hit, shares[hit.object_id], numbers), 6))
        for place, hit in enumerate(hits)
        if hit.object_id in shares
        and (not floor or place < numbers.nearest or is_relevant(hit.cosine, shares[hit.object_id], numbers))
    ]
    return sorted(rows, key=_key)


def is_relevant(cosine: float | None, share: float, numbers: Search) -> bool:
    """Whether a text is worth showing: near in meaning, or holding the words, or half of both."""
    if share >= MENTIONS:
        return True
    if cosine is None:
        return False
    return cosine >= numbers.near or (cosine >= numbers.half_near and share >= numbers.half_mentions)


def _score(hit: engine.Hit, share: float, numbers: Search) -> float:
    """What the results are sorted by; words stand in for a meaning that is not known."""
    meaning = share if hit.cosine is None else hit.cosine
    weight = numbers.share_weight
    return (1 - weight) * meaning + weight * share + numbers.bm25_weight * hit.words


def _public_shares(kind: str, hits: list[engine.Hit], weights: Mapping[str, float]) -> dict[int, float]:
    """By key, for hits that are public: the share of the terms held, 0 to 1, by their weight.  One query."""
    total = sum(weights.values()) or 1.0
    padded = {f" {term} ": weight / total for term, weight in weights.items()}
    shares = {}
    for number, words, more in _read(kind, [hit.object_id for hit in hits]):
        text = f" {words} {more} "
        shares[number] = sum(weight for term, weight in padded.items() if term in text)
    return shares


def _read(kind: str, numbers: list[int]) -> list[Words]:
    """Key and terms of the public ones among these objects.  One query."""
    if kind == "question":
        return _read_questions(numbers)
    return (_read_causes if kind == "cause" else _read_pages)(numbers, timezone.now())


def part(rows: list[Ranked], asked: QueryDict, size: int) -> Part:
    """The page of the sorted list that `after` or `before` asks for.  Raises Http404 for a cursor not ours."""
    start = 0
    if "before" in asked:
        start = max(0, _place(rows, str(asked["before"])) - size)
    elif "after" in asked:
        start = _place(rows, str(asked["after"]), after=True)
    shown = rows[start : start + size]
    return Part(
        numbers=[row.number for row in shown],
        after=_dump(shown[-1]) if shown and start + size < len(rows) else "",
        before=_dump(shown[0]) if shown and start else "",
    )


def in_order(rows: Collection[Any], numbers: list[int]) -> list[Any]:
    """The rows in the order of their keys in `numbers`."""
    by_number = {row.pk: row for row in rows}
    return [by_number[number] for number in numbers if number in by_number]


def _key(row: Ranked) -> tuple[float, int]:
    """What the list is sorted by: best score first, then the newest."""
    return (-row.score, -row.number)


def _dump(row: Ranked) -> str:
    """The key of a row as a signed token."""
    return signing.dumps([row.score, row.number], salt=SALT, compress=True)


def _place(rows: list[Ranked], cursor: str, *, after: bool = False) -> int:
    """The place of the row that a cursor names, or of the one behind it; where it would stand when it is gone."""
    try:
        score, number = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404("No such page of the results.") from error
    for place, row in enumerate(rows):
        if row.number == number:
            return place + after
    return sum(_key(row) < (-score, -number) for row in rows)

"""The candidates of a list of similar questions, and which of them are stored."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from conditions.models import CauseLink, IndexEntry
from conditions.related.calibration import Calibration
from conditions.related.ranking.diversity import STORED_PER_DOCTOR, Candidate, diversify
from conditions.related.ranking.query import Hit
from consult.models import Question, Reply

STORED = 12
"""Neighbours kept of each question: three times what is shown, so that lists stay full when some go."""


def read_candidates(numbers: Iterable[int]) -> dict[int, Candidate]:
    """The public ones among these questions, by key.  Four queries."""
    titles = dict(Question.objects.public().filter(pk__in=list(numbers)).values_list("pk", "title"))
    doctors: dict[int, int] = {}
    replies = Reply.objects.public().filter(question__in=list(titles)).order_by("published_at", "pk")
    for question, doctor in replies.values_list("question_id", "doctor_id"):
        doctors.setdefault(question, doctor)
    entries = IndexEntry.objects.filter(question__in=list(titles))
    rows: dict[int, list[Any]] = {
        number: rest for number, *rest in entries.values_list("question_id", "vector", "sketch")
    }
    causes: dict[int, set[int]] = {}
    links = CauseLink.objects.public().filter(reply__question__in=list(titles), cause__isnull=False)
    for question, cause in links.values_list("reply__question_id", "cause_id"):
        causes.setdefault(question, set()).add(cause)
    return {
        number: Candidate(
            title=title,
            doctor=doctors.get(number, 0),
            vector=rows[number][0] if number in rows else None,
            token_sketch=bytes(rows[number][1]) if number in rows else b"",
            causes=frozenset(causes.get(number, ())),
        )
        for number, title in titles.items()
    }


def supported(number: int, hit: Hit, known: Mapping[int, Candidate], calibration: Calibration) -> Hit:
    """A hit of question `number`, raised where doctors linked both questions to the same cause."""
    one, other = known.get(number), known.get(hit.object_id)
    if one is None or other is None or not one.causes & other.causes:
        return hit
    return replace(hit, score=min(hit.score + calibration.same_cause, 1.0))


def chosen(
    found: Iterable[Hit], known: Mapping[int, Candidate], calibration: Calibration, limit: int = STORED
) -> list[Hit]:
    """The public hits above the floor, near-duplicates folded, few of one doctor; best first, at most `limit`."""
    above = [
        (hit, hit.score, known[hit.object_id])
        for hit in found
        if hit.object_id in known and hit.is_above_floor("question", calibration)
    ]
    return diversify(above, limit, calibration, per_doctor=STORED_PER_DOCTOR)

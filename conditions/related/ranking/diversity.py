"""What a list of similar questions needs of its candidates beyond their score, and which of them it takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conditions.models import CauseLink, IndexEntry
from conditions.related.ranking import scoring
from conditions.related.ranking.first_stage import Hit
from consult.models import Question, Reply

STORED = 12
"""Neighbours kept of each question: three times what is shown, so that lists stay full when some go."""

PER_DOCTOR = 3


@dataclass(frozen=True)
class Candidate:
    """A public question as a list sees it; `doctor` gave the first public reply, doctors linked it to the `causes`."""

    title: str
    doctor: int
    vector: NDArray[np.float32] | None
    sketch: bytes
    causes: frozenset[int] = frozenset()

    def says_the_same_as(self, vector: NDArray[np.float32] | None) -> bool:
        """Whether a question with this unit vector is a near-duplicate."""
        if vector is None or self.vector is None:
            return False
        return float(np.dot(vector, self.vector)) >= scoring.DUPLICATE_COSINE


def candidates(numbers: Iterable[int]) -> dict[int, Candidate]:
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
            sketch=rows[number][1] if number in rows else b"",
            causes=frozenset(causes.get(number, ())),
        )
        for number, title in titles.items()
    }


def supported(number: int, hit: Hit, known: Mapping[int, Candidate]) -> Hit:
    """A hit of question `number`, raised where doctors linked both questions to the same cause."""
    one, other = known.get(number), known.get(hit.object_id)
    if one is None or other is None or not one.causes & other.causes:
        return hit
    return replace(hit, score=min(hit.score + scoring.SAME_CAUSE, 1.0))


def chosen(found: Iterable[Hit], known: Mapping[int, Candidate], limit: int = STORED) -> list[Hit]:
    """The public hits above the floor, near-duplicates folded, few of one doctor; best first, at most `limit`."""
    listed = [ranked(hit, known[hit.object_id]) for hit in found if hit.object_id in known]
    above = [hit for hit in listed if hit.key.passes("question")]
    return [picked.key for picked in scoring.diversify(above, limit, per_doctor=PER_DOCTOR)]


def ranked(hit: Hit, candidate: Candidate) -> scoring.Hit:
    """A hit as ranking.diversify takes it."""
    return scoring.Hit(hit, hit.score, candidate.doctor, candidate.title, candidate.vector)

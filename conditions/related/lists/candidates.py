"""The candidates of a list of similar questions, and which of them are stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from conditions.related import vector_field
from conditions.related.calibration import Calibration
from conditions.related.ranking.diversity import STORED_PER_DOCTOR, Candidate, diversify
from conditions.related.ranking.query import Hit
from conditions.related.reasons import facts
from consult.common import statements

STORED = 12
"""Neighbours kept of each question: three times what is shown, so that lists stay full when some go."""


def read_candidates(
    numbers: Iterable[int], linked: Sequence[facts.Linked] | None = None
) -> dict[int, Candidate]:
    """The public ones among these questions, by key.

    Two queries; one when what they are `linked` to (facts.linked_causes) is known.
    """
    wanted = list(numbers)
    causes: dict[int, set[int]] = {}
    for question, cause, _name in facts.linked_causes(wanted) if linked is None else linked:
        causes.setdefault(question, set()).add(cause)
    rows = statements.rows(
        f"SELECT asked.id, asked.title, {facts.first_public('doctor_id')}, {vector_field.sent('entry.vector')}, "
        f"entry.sketch {facts.PUBLIC}{statements.among('asked.id')}",
        wanted,
    )
    return {
        number: Candidate(
            title=title,
            doctor=doctor or 0,
            vector=None if vector is None else vector_field.received(vector),
            token_sketch=bytes(sketch or b""),
            causes=frozenset(causes.get(number, ())),
        )
        for number, title, doctor, vector, sketch in rows
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

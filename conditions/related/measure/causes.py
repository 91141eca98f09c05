"""The number for causes: from what a patient writes to the cause that a doctor would tick."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from conditions.kinds import own_key
from conditions.related.measure.pairs import EvaluationFileError
from conditions.related.proposals.for_replies import propose_causes
from conditions.related.proposals.while_asking import suggest
from consult.models import Question, Reply

FIRST = 3
_COLUMNS = ("half", "title", "body", "causes")


@dataclass(frozen=True)
class Told:
    """A question and the conditions that are right; `reply` is what a doctor wrote, "" for nothing."""

    half: str
    title: str
    body: str
    right: frozenset[str]
    reply: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of one question: the place of the first right cause (None: not proposed), and what the asker sees."""

    told: Told
    place: int | None
    proposed: tuple[str, ...]
    asker: tuple[str, ...]


def read_told(path: Path) -> list[Told]:
    """The questions of a CSV file with the columns half, title, body, causes and, if it likes, reply.

    Several right causes stand between "; ".  Raises EvaluationFileError for a file of another kind.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or [])]:
            raise EvaluationFileError(f"{path} lacks the columns {', '.join(missing)}")
        return [
            Told(
                row["half"],
                row["title"],
                row["body"],
                frozenset(map(own_key, row["causes"].split("; "))),
                row.get("reply") or "",
            )
            for row in reader
        ]


def outcome(told: Told) -> Outcome:
    """Ask the engine as the desk and the asking page do; nothing is stored."""
    question = Question(title=told.title, body=told.body)
    reply = Reply(question=question, text=told.reply) if told.reply else None
    proposed = tuple(each.cause.page.title for each in propose_causes(question, reply))
    asker = tuple(each.cause.page.title for each in suggest(told.title, told.body).causes)
    place = next((at for at, title in enumerate(proposed, start=1) if own_key(title) in told.right), None)
    return Outcome(told, place, proposed, asker)


def measured(outcomes: Iterable[Outcome]) -> dict[str, dict[str, float]]:
    """By half, and of all: how many right causes came first, among the first three, and at all; what askers saw."""
    found: dict[str, list[Outcome]] = {}
    for each in outcomes:
        for half in {each.told.half, "all"}:
            found.setdefault(half, []).append(each)
    return {half: _counted(rows) for half, rows in sorted(found.items())}


def _counted(rows: list[Outcome]) -> dict[str, float]:
    """The counts of these."""
    places = [row.place for row in rows if row.place]
    seen = [(own_key(title), row.told.right) for row in rows for title in row.asker]
    return {
        "questions": len(rows),
        "first": sum(place == 1 for place in places),
        "first_three": sum(place <= FIRST for place in places),
        "proposed": len(places),
        "mrr": sum(1 / place for place in places) / max(len(rows), 1),
        "asker_shown": len(seen),
        "asker_right": sum(title in right for title, right in seen),
        "asker_with_right": sum(bool(set(map(own_key, row.asker)) & row.told.right) for row in rows),
    }

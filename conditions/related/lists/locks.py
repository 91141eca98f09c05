"""Two who change lists at once wait for each other, and never in a circle.

Whoever writes a list holds the entry of its question, and the rows that are written, until the transaction ends.  All
take entries before rows, and both in one order.  SQLite lets one writer in at a time, and holds nothing: there these
only read.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from conditions.models import IndexEntry, Neighbour
from consult.common import statements
from consult.common.database import for_database


class Row(NamedTuple):
    """A row of the list of `question` as it stands."""

    pk: int
    question: int
    other: int
    score: float | None
    choice: str


class Held(NamedTuple):
    """What was held: of each question that has one its entry (key, digest, whether it is not listed), and the rows."""

    entries: dict[int, tuple[int, str, bool]]
    rows: list[Row]

    def says(self, question: int, digest: str) -> bool:
        """Whether the entry of a question (by key) has this digest still."""
        return question in self.entries and self.entries[question][1] == digest

    def stands(self, entry: IndexEntry) -> bool:
        """Whether an entry is still stored as it was read."""
        return self.entries.get(entry.object_id, ())[:2] == (entry.pk, entry.digest)

    def waits(self, entry: IndexEntry) -> bool:
        """Whether it also waits for the lists of others still."""
        return self.stands(entry) and self.entries[entry.object_id][2]


def lock_lists(questions: Iterable[int]) -> Held:
    """Hold the lists of these questions (by key)."""
    wanted = list(questions)
    return Held(_entries(wanted), _rows(statements.among("question_id"), wanted))


def lock_entry(question: int) -> None:
    """Hold the entry of a question (by key).  Who has written it in this transaction holds it already."""
    _entries([question])


def lock_rows(question: int) -> list[Row]:
    """Hold the list of a question (by key) whose entry is held, and what other lists say of it."""
    return _rows("question_id = %s OR other_id = %s", question, question)


def _entries(questions: list[int]) -> dict[int, tuple[int, str, bool]]:
    """The entries of these questions, in the one order."""
    found = statements.rows(
        f"SELECT question_id, id, digest, listed_at IS NULL FROM {IndexEntry._meta.db_table} "
        f"WHERE {statements.among('question_id')} ORDER BY question_id{_held()}",
        questions,
    )
    return {question: (number, digest, bool(waits)) for question, number, digest, waits in found}


def _rows(condition: str, *values: object) -> list[Row]:
    """The rows of lists that meet a condition, in the one order."""
    found = statements.rows(
        f"SELECT id, question_id, other_id, score, choice FROM {Neighbour._meta.db_table} WHERE {condition} "
        f"ORDER BY question_id, other_id{_held()}",
        *values,
    )
    return [Row(*row) for row in found]


def _held() -> str:
    """What locks the rows of a SELECT, one after the other, where the database locks rows at all."""
    return for_database(connection, sqlite="", postgresql=" FOR NO KEY UPDATE")

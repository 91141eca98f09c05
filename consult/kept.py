"""Tables whose rows the database keeps in step by itself, question by question.

What the rows are is said once, by a queryset; its SQL stands in triggers on everything that it reads.  They are lists
that strangers get: an index over such a table counts and picks at the same cost however many questions there are.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet

from consult.common.triggers import AT_HAND, EVENTS, Trigger, drop_triggers, ensure_triggers, plain_sql
from consult.models import PublicQuestion, Question, Reply

QUESTIONS, REPLIES = Question._meta.db_table, Reply._meta.db_table


@dataclass(frozen=True)
class Read:
    """What is read of a table: the columns, the events that count, an SQL expression for the question of a `{row}`."""

    model: type[Model]
    question: str
    columns: tuple[str, ...] = ()
    events: Sequence[str] = EVENTS


PUBLIC = (
    Read(PublicQuestion, "{row}.question_id", events=("INSERT", "DELETE")),
    Read(Question, "{row}.id", ("published_at",), events=("UPDATE",)),
)
"""Whether a question is public, and since when."""


@dataclass(frozen=True)
class Kept:
    """A table with a column `question_id`.  Nobody else writes there.

    `rows` gives the queryset of all its rows, or of one question (by key), in the order of `columns`.
    """

    model: type[Model]
    prefix: str
    columns: tuple[str, ...]
    rows: Callable[[int | None], QuerySet[Any, Any]]
    reads: tuple[Read, ...]

    @property
    def table(self) -> str:
        """Its name."""
        return self.model._meta.db_table

    def ensure(self, using: str = "default", **_: Any) -> None:
        """After a migration: make the triggers, and write the rows anew where triggers were missing."""
        connection = connections[using]
        with transaction.atomic(using=using):
            if self.table not in connection.introspection.table_names():
                ensure_triggers(connection, self.prefix, ())  # of a version that had the table
            elif ensure_triggers(connection, self.prefix, self.triggers(connection)):
                self.refresh(connection)

    def loosen(self, using: str = "default", plan: Any = (), **_: Any) -> None:
        """Before a migration."""
        if plan:
            drop_triggers(connections[using], self.prefix)

    def refresh(self, connection: BaseDatabaseWrapper) -> None:
        """Write every row anew."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.table}")
            rows = plain_sql(self.rows(None), connection)
            cursor.execute(f"INSERT INTO {self.table}({', '.join(self.columns)}) {rows}")

    def triggers(self, connection: BaseDatabaseWrapper) -> list[Trigger]:
        """The triggers that keep the rows."""
        made = []
        for read in self.reads:
            for event in read.events:
                rows = {"INSERT": ("new",), "DELETE": ("old",), "UPDATE": ("new", "old")}[event]
                questions = dict.fromkeys(read.question.format(row=row) for row in rows)
                made.append(
                    Trigger(
                        name=f"{self.prefix}{read.model._meta.model_name}_{event.lower()}",
                        table=read.model._meta.db_table,
                        event=event,
                        columns=read.columns,
                        statements=tuple(
                            each for at in questions for each in self._refreshed(connection, at)
                        ),
                        # Two who change one question at once wait for each other, as in consult.publicity.
                        first="".join(
                            f"PERFORM 1 FROM {QUESTIONS} WHERE id = {at} FOR NO KEY UPDATE; "
                            for at in questions
                        ),
                    )
                )
        return made

    def _refreshed(self, connection: BaseDatabaseWrapper, question: str) -> tuple[str, str]:
        """The statements that bring the rows of one question (an SQL expression) in step; right ones are left alone."""
        rows, columns = plain_sql(self.rows(AT_HAND), connection, question), ", ".join(self.columns)
        standing = f"FROM {self.table} WHERE question_id = {question}"
        return (
            f"DELETE {standing} AND ({columns}) NOT IN ({rows})",
            f"INSERT INTO {self.table}({columns}) {rows} EXCEPT SELECT {columns} {standing}",
        )

"""Keeps one row for each public question: the visibility rule, carried out by the database itself.

The rule is said once, as `Question.objects.by_rule()`; its SQL stands in triggers on the three tables that it reads.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from consult.common.triggers import AT_HAND, EVENTS, Trigger, drop_triggers, ensure_triggers, plain_sql
from consult.models import Consent, PublicQuestion, Question, Reply

PREFIX = "public_question_"
TABLE = PublicQuestion._meta.db_table

# Which columns the rule reads of each table, and which column names the question.
READS = (
    (Question, "id", ("status", "held_at")),
    (Consent, "question_id", ("question_id", "kind", "withdrawn_at")),
    (Reply, "question_id", ("question_id", "published_at", "approved_at")),
)


def ensure_public_questions(using: str = "default", **_: Any) -> None:
    """After a migration: make the triggers, and bring the rows in step where triggers were missing."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using):
        if ensure_triggers(connection, PREFIX, triggers(connection)):
            refresh(connection)


def loosen_public_questions(using: str = "default", plan: Any = (), **_: Any) -> None:
    """Before a migration."""
    if plan:
        drop_triggers(connections[using], PREFIX)


def refresh(connection: BaseDatabaseWrapper) -> None:
    """Bring every row in step with the rule."""
    rule = rule_sql(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE question_id NOT IN ({rule})")
        cursor.execute(
            f"INSERT INTO {TABLE}(question_id) SELECT found.id FROM ({rule}) AS found "
            f"WHERE NOT EXISTS (SELECT 1 FROM {TABLE} AS kept WHERE kept.question_id = found.id)"
        )


def triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers that keep the rows."""
    made = []
    for model, column, read in READS:
        for event in EVENTS:
            rows = {"INSERT": ("new",), "DELETE": ("old",), "UPDATE": ("new", "old")}[event]
            questions = [f"{row}.{column}" for row in (rows if column in read else rows[:1])]
            made.append(
                Trigger(
                    name=f"{PREFIX}{model._meta.model_name}_{event.lower()}",
                    table=model._meta.db_table,
                    event=event,
                    columns=read,
                    statements=tuple(each for at in questions for each in _refreshed(connection, at)),
                    # Two who change one question at once wait for each other: neither sees what the other has not
                    # committed, and each could find the rule met.
                    first="".join(
                        f"PERFORM 1 FROM {Question._meta.db_table} WHERE id = {at} FOR NO KEY UPDATE; "
                        for at in questions
                    ),
                )
            )
    return made


def _refreshed(connection: BaseDatabaseWrapper, question: str) -> tuple[str, str]:
    """The statements that bring the row of one question in step."""
    rule = rule_sql(connection, question)
    return (
        f"DELETE FROM {TABLE} WHERE question_id = {question} AND NOT EXISTS ({rule})",
        f"INSERT INTO {TABLE}(question_id) SELECT {question} WHERE EXISTS ({rule}) "
        f"AND NOT EXISTS (SELECT 1 FROM {TABLE} AS kept WHERE kept.question_id = {question})",
    )


def rule_sql(connection: BaseDatabaseWrapper, question: str = "") -> str:
    """The rule as SQL without parameters: the keys of all questions that meet it, or of one (an SQL expression)."""
    rows = Question.objects.by_rule().order_by().values("id")
    if question:
        rows = rows.filter(pk=AT_HAND)
    return plain_sql(rows, connection, question)

"""What a stranger may find, as conditions of the statements that each search asks.

They say in SQL what `public()` of questions, causes and reference pages says; a test holds them together
(tests/portal/search/test_hidden_among.py).
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from conditions.models import Cause, HiddenEntry, ReferencePage
from consult.common import statements
from consult.common.database import for_database
from consult.models import PublicQuestion

QUESTIONS, CAUSES, PAGES = PublicQuestion._meta.db_table, Cause._meta.db_table, ReferencePage._meta.db_table
HIDDEN = HiddenEntry._meta.db_table

ASKED = 100
"""Best questions of which each is asked for: as many as choices are offered of (results.OFFERING)."""

KEYS = {"question": "shown.question_id", "cause": "told.id", "page": "shown.id"}
SHOWN = {
    "question": f"{QUESTIONS} AS shown WHERE {{its}}",
    "cause": f"{CAUSES} AS told JOIN {PAGES} AS shown ON shown.id = told.page_id "
    "WHERE {its} AND NOT told.is_retired AND shown.published_at <= %s",
    "page": f"{PAGES} AS shown WHERE {{its}} AND shown.published_at <= %s",
}
"""FROM and WHERE of the rows that are public; `its` is a condition on KEYS."""


def public(kind: str, key: str) -> str:
    """The condition that the object of this kind with this key (a column) is public; its value is `moment(kind)`."""
    return f"EXISTS (SELECT 1 FROM {SHOWN[kind].format(its=f'{KEYS[kind]} = {key}')})"


def hidden_among(kind: str, numbers: Sequence[int]) -> NDArray[np.int64]:
    """Those of these keys of a kind, best first, whose object is not public now: of what the index has, hardly any.

    Of questions the best are asked for one by one; of the others, which are counted, it is known of which the index has
    an entry that it should not have.  Others may be among them.  One query, none without keys.
    """
    if not numbers:
        return np.zeros(0, dtype=np.int64)
    few = numbers[:ASKED] if kind == "question" else numbers
    asked, shown = statements.each("asked"), SHOWN[kind].format(its=statements.among(KEYS[kind]))
    # PostgreSQL would look up each; it takes a third of the time to read all in the order of the index.
    hidden, lists = for_database(
        connection,
        sqlite=(f"SELECT value FROM {asked} WHERE NOT {public(kind, 'asked.value')}", 1),
        postgresql=(f"SELECT value FROM {asked} EXCEPT SELECT {KEYS[kind]} FROM {shown}", 2),
    )
    if len(few) < len(numbers):
        hidden += f" UNION ALL SELECT question_id FROM {HIDDEN}"
    statement = f"SELECT {statements.joined('value')} FROM ({hidden}) AS hidden"
    return statements.keys_in(statements.rows(statement, *[few] * lists, *moment(kind))[0][0])


def moment(kind: str) -> tuple[datetime, ...]:
    """The value of that condition: causes and pages become public at a moment that was set."""
    return () if kind == "question" else (timezone.now(),)

"""What a stranger may find, as conditions of the statements that each search asks.

They say in SQL what `public()` of questions, causes and reference pages says; a test holds them together
(tests/portal/search/test_hidden_among.py).
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from conditions.models import Cause, HiddenEntry, ReferencePage
from consult.common import statements
from consult.models import PublicQuestion

QUESTIONS, CAUSES, PAGES = PublicQuestion._meta.db_table, Cause._meta.db_table, ReferencePage._meta.db_table
HIDDEN = HiddenEntry._meta.db_table

ASKED = 100
"""Best questions of which each is asked for: as many as choices are offered of (results.OFFERING)."""

SHOWN = {
    "question": f"SELECT 1 FROM {QUESTIONS} AS shown WHERE shown.question_id = {{key}}",
    "cause": f"SELECT 1 FROM {CAUSES} AS told JOIN {PAGES} AS shown ON shown.id = told.page_id "
    "WHERE told.id = {key} AND NOT told.is_retired AND shown.published_at <= %s",
    "page": f"SELECT 1 FROM {PAGES} AS shown WHERE shown.id = {{key}} AND shown.published_at <= %s",
}


def public(kind: str, key: str) -> str:
    """The condition that the object of this kind with this key (a column) is public; its value is `moment(kind)`."""
    return f"EXISTS ({SHOWN[kind].format(key=key)})"


def hidden_among(kind: str, numbers: Sequence[int]) -> NDArray[np.int64]:
    """Those of these keys of a kind, best first, whose object is not public now: of what the index has, hardly any.

    Of questions the best are asked for one by one; of the others, which are counted, it is known of which the index has
    an entry that it should not have.  Others may be among them.  One query, none without keys.
    """
    if not numbers:
        return np.zeros(0, dtype=np.int64)
    asked, key = numbers, "asked.value"
    statement = f"SELECT {key} FROM {statements.each('asked')} WHERE NOT {public(kind, key)}"
    if kind == "question" and len(numbers) > ASKED:
        asked = numbers[:ASKED]
        statement += f" UNION ALL SELECT question_id FROM {HIDDEN}"
    return np.array([row[0] for row in statements.rows(statement, asked, *moment(kind))], dtype=np.int64)


def moment(kind: str) -> tuple[datetime, ...]:
    """The value of that condition: causes and pages become public at a moment that was set."""
    return () if kind == "question" else (timezone.now(),)

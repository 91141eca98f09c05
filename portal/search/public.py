"""What a stranger may find, as conditions of the statements that each search asks.

They say in SQL what `public()` of questions, causes and reference pages says; a test holds them together
(tests/portal/search/test_hidden_among.py).
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from collections.abc import Collection
from datetime import datetime

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from conditions.models import Cause, ReferencePage
from consult.common import statements
from consult.models import PublicQuestion

QUESTIONS, CAUSES, PAGES = PublicQuestion._meta.db_table, Cause._meta.db_table, ReferencePage._meta.db_table

SHOWN = {
    "question": f"SELECT 1 FROM {QUESTIONS} AS shown WHERE shown.question_id = {{key}}",
    "cause": f"SELECT 1 FROM {CAUSES} AS told JOIN {PAGES} AS shown ON shown.id = told.page_id "
    "WHERE told.id = {key} AND NOT told.is_retired AND shown.published_at <= %s",
    "page": f"SELECT 1 FROM {PAGES} AS shown WHERE shown.id = {{key}} AND shown.published_at <= %s",
}


def public(kind: str, key: str) -> str:
    """The condition that the object of this kind with this key (a column) is public; its value is `moment(kind)`."""
    return f"EXISTS ({SHOWN[kind].format(key=key)})"


def hidden_among(kind: str, numbers: Collection[int]) -> NDArray[np.int64]:
    """Those of these keys of a kind whose object is not public at this moment: of what the index has, hardly any.

    One query, none without keys.
    """
    if not numbers:
        return np.zeros(0, dtype=np.int64)
    key = "asked.value"
    statement = (
        f"SELECT {statements.joined(key)} FROM {statements.each('asked')} WHERE NOT {public(kind, key)}"
    )
    return statements.keys_in(statements.rows(statement, numbers, *moment(kind))[0][0])


def moment(kind: str) -> tuple[datetime, ...]:
    """The value of that condition: causes and pages become public at a moment that was set."""
    return () if kind == "question" else (timezone.now(),)

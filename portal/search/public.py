"""What a stranger may find, as conditions of the statements that each search asks.

They say in SQL what `public()` of questions, causes and reference pages says; a test holds them together
(tests/portal/search/test_public_sql.py).  `{key}` stands for the key of the object; causes and pages take the moment.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

from datetime import datetime

from django.utils import timezone

from conditions.models import Cause, ReferencePage
from consult.models import PublicQuestion

PAGE = f"""EXISTS (
  SELECT 1 FROM {ReferencePage._meta.db_table} AS shown WHERE shown.id = {{key}} AND shown.published_at <= %s)"""

PUBLIC = {
    "question": f"""EXISTS (
  SELECT 1 FROM {PublicQuestion._meta.db_table} AS shown WHERE shown.question_id = {{key}})""",
    "cause": f"""EXISTS (
  SELECT 1 FROM {Cause._meta.db_table} AS told JOIN {ReferencePage._meta.db_table} AS shown ON shown.id = told.page_id
  WHERE told.id = {{key}} AND NOT told.is_retired AND shown.published_at <= %s)""",
    "page": PAGE,
}


def public(kind: str, key: str) -> str:
    """The condition that the object of this kind with this key (a column) is public; its value is `moment(kind)`."""
    return PUBLIC[kind].format(key=key)


def moment(kind: str) -> tuple[datetime, ...]:
    """The value of that condition: causes and pages become public at a moment that was set."""
    return () if kind == "question" else (timezone.now(),)

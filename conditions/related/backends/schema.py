"""What the engine needs of the database beyond tables: keyword index, triggers, vector index.

Made after every migrate (`conditions.apps`), not in a migration: SQLite drops a table's triggers whenever a later
migration rebuilds the table, and this puts them back.
"""

from typing import Any

from django.db import connections

from conditions.related.backends import backend
from conditions.related.backends.base import TABLE


def loosen_schema(using: str = "default", plan: Any = (), **_: Any) -> None:
    """Before tables of this app change, take away what would stand in the way."""
    if any(step.app_label == "conditions" for step, _back in plan):
        backend(using).loosen_schema(connections[using])


def ensure_schema(using: str = "default", **_: Any) -> None:
    """Make what is missing; safe to run again."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        backend(using).ensure_schema(connection)

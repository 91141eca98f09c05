"""Reads whose SQL is written by hand, because they are asked for so often that Django's writing of it is what they cost.

Few and short: what may be read by whom is said where it is said for everybody, and these ask for it by its name
(`shown`: a row of PublicQuestion is the visibility rule itself, as the database keeps it).
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from consult.common.database import for_database


def rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What a statement finds: `%s` in it stands for one of the values, a list of keys for all of them (`among`)."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(statement, [_adapted(value) for value in values])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def among(column: str) -> str:
    """The condition that a column is one of a list of keys, which goes to the database as one value."""
    return for_database(
        connections[DEFAULT_DB_ALIAS],
        sqlite=f"{column} IN (SELECT value FROM json_each(%s))",
        postgresql=f"{column} = ANY(%s)",
    )


def as_moment(value: Any) -> datetime:
    """A moment as Django would read it: SQLite keeps it as text, in UTC."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _adapted(value: object) -> object:
    """A value as it goes to the database in use."""
    connection = connections[DEFAULT_DB_ALIAS]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        keys = sorted(value)
        return for_database(connection, sqlite=json.dumps(keys), postgresql=keys)
    return value

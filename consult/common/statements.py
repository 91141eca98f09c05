"""Reads whose SQL is written by hand: they are asked so often that Django's writing of it is most of their cost.

Few and short: what may be read by whom is said where it is said for everybody, and these ask for it by its name
(`shown`: a row of PublicQuestion is the visibility rule itself, as the database keeps it).
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

import numpy as np
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DEFERRED, Model
from django.utils import timezone
from numpy.typing import NDArray

from consult.common.database import for_database

Row = TypeVar("Row", bound=Model)


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
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
        sqlite=f"{column} IN (SELECT value FROM json_each(%s))",  # noqa: S608
        postgresql=f"{column} = ANY(%s)",
    )


def each(name: str) -> str:
    """A list of keys, which goes to the database as one value, as a table of this name with the column `value`."""
    return for_database(
        connections[DEFAULT_DB_ALIAS],
        sqlite=f"json_each(%s) AS {name}",
        postgresql=f"unnest(%s::bigint[]) AS {name}(value)",
    )


def joined(column: str) -> str:
    """All values of a column of keys as one text, for `keys_in`: a row of Python for each takes five times as long."""
    return for_database(
        connections[DEFAULT_DB_ALIAS],
        sqlite=f"group_concat({column})",
        postgresql=f"string_agg({column}::text, ',')",
    )


def keys_in(text: str | None) -> NDArray[np.int64]:
    """The keys in such a text, shape (n,)."""
    return np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, dtype=np.int64)


def as_moment(value: datetime) -> datetime:
    """A moment that was read as Django would give it: SQLite keeps it in UTC and does not say so."""
    return value if timezone.is_aware(value) else value.replace(tzinfo=UTC)


def row_of(model: type[Row], **stored: Any) -> Row:
    """A row of this table with only these columns (`attname`), as a queryset's `only` would give it."""
    values = [stored.get(field.attname, DEFERRED) for field in model._meta.concrete_fields]
    return model.from_db(None, [field.attname for field in model._meta.concrete_fields], values)


def _adapted(value: Any) -> Any:
    """A value as it goes to the database in use."""
    connection = connections[DEFAULT_DB_ALIAS]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        keys = json.dumps(sorted(value), separators=(",", ":"))
        return for_database(
            connection, sqlite=keys, postgresql=f"{{{keys[1:-1]}}}"
        )  # psycopg takes five times as long
    return value

"""Reads whose SQL is written once for the process.

Django takes 1 to 5 ms to write the SQL of a public read, and the database a fifth of a millisecond to answer it
(docs/PERFORMANCE.md).  So the querysets of much visited pages are compiled once, with values that no row has in the
places of the arguments, and are only filled in afterwards.  What they say, the visibility rule above all, is said where
it is said for everybody.
"""

import copy
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from consult.common.clock import noting
from consult.common.database import for_database

Row = TypeVar("Row")

LAST_KEY = 2**63 - 1
NO_KEY = 8_000_000_000_000_000_000
NO_MOMENT = datetime(9990, 1, 1, tzinfo=UTC)
NEAR = timedelta(days=400)
"""A time that stands in the SQL and is this near was read from the clock."""


@dataclass(frozen=True)
class Compiled:
    """A queryset, its compiler and SQL, and of each parameter the place of its argument, or None and its value.

    What the clock says stands behind the arguments, in the order of `clock`.
    """

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    parameters: list[tuple[int | None, Any]]
    clock: list[Callable[[], datetime | date]]


class Prepared(Generic[Row]):
    """A queryset with arguments (keys, moments, or lists of keys), evaluated by calling it.

    `build` returns the queryset for its arguments.  It may depend on nothing else but consult.common.clock, which is
    asked again for each evaluation: it is called once.  A list must stand in it as `column IN list`; it goes to the
    database as one value.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept: dict[str, Compiled] = {}

    def __call__(self, *given: int | datetime | Iterable[int]) -> list[Row]:
        """The rows, with all that the queryset prefetches.

        None, without a query, when a list of keys is empty or a key is longer than the database can hold.
        """
        arguments = [value if isinstance(value, int | datetime) else sorted(value) for value in given]
        if any(value == [] or (isinstance(value, int) and value > LAST_KEY) for value in arguments):
            return []
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._kept:
            self._kept[vendor] = self._compile(arguments)
        compiled = self._kept[vendor]
        return evaluate(compiled, adapted([*arguments, *(read() for read in compiled.clock)]))

    def _compile(self, arguments: Sequence[Any]) -> Compiled:
        """Write the SQL for arguments of these kinds."""
        stand_ins = standing_in_for(arguments)
        listed = [
            [value] if isinstance(argument, list) else value
            for argument, value in zip(arguments, stand_ins, strict=True)
        ]
        with noting() as clock:
            queryset = self._build(*listed)
            compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
            sql, parameters = compiler.as_sql()
        places = {value: place for place, value in enumerate(adapted([*stand_ins, *clock.values()]))}
        found = [(places.get(value), value) for value in parameters]
        if not {place for place, _value in found} >= set(places.values()):
            raise ValueError("An argument is not in the SQL as it was given.")
        if any(place is None and is_near(value) for place, value in found):
            raise ValueError("A time in the SQL would stand still: take it from consult.common.clock.")
        lists = {place for place, argument in enumerate(arguments) if isinstance(argument, list)}
        is_list = [place in lists for place, _value in found]
        return Compiled(queryset, compiler, with_lists(sql, is_list), found, list(clock))


def with_lists(sql: str, is_list: Sequence[bool]) -> str:
    """The SQL with each `IN (%s)` that stands for a list asking for all of its keys, given as one value."""
    opened, closed = for_database(
        connections[DEFAULT_DB_ALIAS],
        sqlite=("IN (SELECT value FROM json_each(", "))"),
        postgresql=("= ANY(", ")"),
    )
    pieces = sql.split("%s")
    for place, here in enumerate(is_list):
        if here:
            before, after = pieces[place], pieces[place + 1]
            if not (before.endswith("IN (") and after.startswith(")")):
                raise ValueError("A list of keys does not stand behind IN.")
            pieces[place], pieces[place + 1] = before.removesuffix("IN (") + opened, closed + after[1:]
    return "%s".join(pieces)


def evaluate(compiled: Compiled, values: list[Any]) -> list[Any]:
    """The rows for these values, read with the connection of this thread."""
    parameters = tuple(value if place is None else values[place] for place, value in compiled.parameters)
    compiler = copy.copy(compiled.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.as_sql = lambda *_, **__: (compiled.sql, parameters)  # type: ignore[method-assign]
    queryset = compiled.queryset.all()
    queryset.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
    return list(queryset)


def keep_prefetched(row: Model, name: str, related: list[Any]) -> None:
    """Leave these rows at the row as `prefetch_related(name)` would, whose SQL Django writes anew each time."""
    manager = getattr(row, name)
    for each in related:
        setattr(each, manager.field.name, row)
    kept = manager.model._default_manager.all()
    kept._result_cache, kept._prefetch_done = related, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept


def is_near(value: Any) -> bool:
    """Whether a parameter is a day or moment near the present."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return abs(day - datetime.now(UTC).date()) < NEAR


def standing_in_for(arguments: Sequence[Any]) -> list[Any]:
    """For each argument a value of its kind (of a list, one key) that no row has."""
    return [
        NO_MOMENT + timedelta(days=place) if isinstance(value, datetime) else NO_KEY + place
        for place, value in enumerate(arguments)
    ]


def adapted(arguments: Sequence[Any]) -> list[Any]:
    """The values as they go to the database in use."""
    connection = connections[DEFAULT_DB_ALIAS]
    sqlite: Callable[[list[int]], Any] = json.dumps
    as_one = for_database(connection, sqlite=sqlite, postgresql=list)

    def one(value: Any) -> Any:
        match value:
            case datetime():
                return connection.ops.adapt_datetimefield_value(value)
            case date():
                return connection.ops.adapt_datefield_value(value)
            case list():
                return as_one(value)
        return value

    return [one(value) for value in arguments]

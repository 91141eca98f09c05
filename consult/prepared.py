"""Reads whose SQL is written once for the process.

Django takes 1 to 5 ms to write the SQL of a public read, and the database a fifth of a millisecond to answer it
(docs/PERFORMANCE.md).  So the querysets of much visited pages are compiled once, with values that no row has in the
places of the arguments, and are only filled in afterwards.  What they say, the visibility rule above all, is said where
it is said for everybody.
"""

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")

LAST_KEY = 2**63 - 1
NO_KEY = 8_000_000_000_000_000_000
NO_MOMENT = datetime(9990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Compiled:
    """A queryset, its compiler and SQL, and each parameter with the place of the value that stands in for it."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    parameters: list[tuple[int | None, Any]]


class Prepared(Generic[Row]):
    """A queryset with arguments (keys, moments, or lists of keys), evaluated by calling it.

    `build` returns the queryset for its arguments.  It may depend on nothing else, the clock included: it is called
    once for each length of list, rounded up to a power of two.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept: dict[tuple[Any, ...], Compiled] = {}

    def __call__(self, *given: int | datetime | Iterable[int]) -> list[Row]:
        """The rows, with all that the queryset prefetches.

        None, without a query, when a list of keys is empty or a key is longer than the database can hold.
        """
        arguments = [value if isinstance(value, int | datetime) else padded(list(value)) for value in given]
        if any(value == [] or (isinstance(value, int) and value > LAST_KEY) for value in arguments):
            return []
        lengths = (len(value) if isinstance(value, list) else 0 for value in arguments)
        shape = (connections[DEFAULT_DB_ALIAS].vendor, *lengths)
        if shape not in self._kept:
            self._kept[shape] = self._compile(arguments)
        return evaluate(self._kept[shape], adapted(arguments))

    def _compile(self, arguments: Sequence[Any]) -> Compiled:
        """Write the SQL for arguments of this shape."""
        stand_ins = standing_in_for(arguments)
        queryset = self._build(*stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        places = {value: place for place, value in enumerate(adapted(stand_ins))}
        found = [(places.get(value), value) for value in parameters]
        if not {place for place, _value in found} >= set(places.values()):
            raise ValueError("An argument is not in the SQL as it was given.")
        return Compiled(queryset, compiler, sql, found)


def evaluate(compiled: Compiled, values: list[Any]) -> list[Any]:
    """The rows for these values, read with the connection of this thread."""
    parameters = tuple(value if place is None else values[place] for place, value in compiled.parameters)
    compiler = copy.copy(compiled.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.as_sql = lambda *_, **__: (compiled.sql, parameters)  # type: ignore[method-assign]
    queryset = compiled.queryset.all()
    queryset.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
    return list(queryset)


def padded(keys: list[int]) -> list[int]:
    """The keys, the last one repeated up to the next power of two: so few lengths are compiled."""
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys)) if keys else keys


def standing_in_for(arguments: Sequence[Any]) -> list[Any]:
    """Arguments of the same shape that no row has, each value another one."""
    made: list[Any] = []
    for place, value in enumerate(arguments):
        if isinstance(value, datetime):
            made.append(NO_MOMENT + timedelta(days=place))
        elif isinstance(value, int):
            made.append(NO_KEY + place * 1_000_000)
        else:
            made.append([NO_KEY + place * 1_000_000 + number for number in range(len(value))])
    return made


def adapted(arguments: Sequence[Any]) -> list[Any]:
    """All values in one row, as they stand among the parameters of the database in use."""
    adapt = connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value
    values = [each for value in arguments for each in (value if isinstance(value, list) else [value])]
    return [adapt(value) if isinstance(value, datetime) else value for value in values]

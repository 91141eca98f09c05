"""Reading an ordered list from the key of a row onwards, so that a page costs the same however deep it lies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connections
from django.db.models import ForeignKey, Model, Q, QuerySet


@dataclass(frozen=True)
class Key:
    """One term of an ordering: a field, an annotation, or a path over relations; and where its nulls stand."""

    name: str
    is_descending: bool
    is_nullable: bool
    ends_with_nulls: bool

    @property
    def term(self) -> str:
        """As order_by() takes it."""
        return f"-{self.name}" if self.is_descending else self.name

    def reversed(self) -> "Key":
        """The same column, read from the other end."""
        return replace(self, is_descending=not self.is_descending, ends_with_nulls=not self.ends_with_nulls)

    def at(self, value: Any) -> Q:
        """Rows with this very value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: Any) -> Q:
        """Rows that come after `value`."""
        if value is None:
            return Q(pk__in=[]) if self.ends_with_nulls else Q(**{f"{self.name}__isnull": False})
        condition = Q(**{f"{self.name}__{'lt' if self.is_descending else 'gt'}": value})
        if self.is_nullable and self.ends_with_nulls:
            condition |= Q(**{f"{self.name}__isnull": True})
        return condition

    def spans(self, value: Any) -> list[Q]:
        """The rows from `value` on as one or two spans of an index: those with a value, and those without."""
        if value is None:
            return [self.at(None)] if self.ends_with_nulls else [self.at(None), ~self.at(None)]
        span = Q(**{f"{self.name}__{'lte' if self.is_descending else 'gte'}": value})
        return [span, self.at(None)] if self.is_nullable and self.ends_with_nulls else [span]


def keys_of(queryset: QuerySet[Any], ordering: Iterable[Any]) -> list[Key]:
    """Return the keys of an ordering of names, most significant first, "-" for descending.

    A relation stands for the ordering of what it leads to, as in order_by().  Raises TypeError for expressions.
    """
    nulls_first = connections[queryset.db].features.order_by_nulls_first
    keys: dict[str, Key] = {}
    for term in ordering:
        for name, is_descending in _columns(queryset.model, *_split(term)):
            nullable = any(field is None or field.null for field in _fields(queryset.model, name))
            keys.setdefault(name, Key(name, is_descending, nullable, is_descending == nulls_first))
    return list(keys.values())


def rows_beyond(
    queryset: QuerySet[Any],
    keys: Sequence[Key],
    values: Sequence[Any] | None,
    size: int,
    *,
    backwards: bool = False,
) -> tuple[list[Any], bool]:
    """Return up to `size` rows that follow the row with these `values`, and whether more follow.

    Without `values` they are the first rows.  `backwards` reads those before it; they come in the list's own order.
    Costs one query, and a second where the page may pass from rows with a first key to rows without.
    """
    read = [key.reversed() for key in keys] if backwards else keys
    rows_in_order = queryset.order_by(*(key.term for key in read))
    found: list[Any] = []
    for part in [Q()] if values is None else _beyond(read, values):
        if len(found) <= size:
            found += rows_in_order.filter(part)[: size + 1 - len(found)]
    more, rows = len(found) > size, found[:size]
    return rows[::-1] if backwards else rows, more


def _beyond(keys: Sequence[Key], values: Sequence[Any]) -> list[Q]:
    """Rows that come after the row whose keys have these `values`, in parts to be read one after the other.

    The span of the first key is what an index can jump to: without it both databases read their index from its
    beginning, and a page costs more the deeper it lies.
    """
    condition, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        condition |= equal & key.beyond(value)
        equal &= key.at(value)
    return [span & condition for span in keys[0].spans(values[0])]


def _split(term: Any) -> tuple[str, bool]:
    """Name and direction of one term."""
    if not isinstance(term, str):
        raise TypeError(f"A list paged by key is ordered by names, not by {term!r}.")
    return term.removeprefix("-"), term.startswith("-")


def _columns(model: type[Model], name: str, is_descending: bool) -> list[tuple[str, bool]]:
    """Name and direction of each column that a term orders by."""
    field = _fields(model, name)[-1]
    if not isinstance(field, ForeignKey) or name.endswith(field.attname):
        return [(name, is_descending)]
    columns = []
    for term in field.related_model._meta.ordering or ["pk"]:
        below, turns = _split(term)
        columns += _columns(model, f"{name}__{below}", turns != is_descending)
    return columns


def _fields(model: type[Model], path: str) -> list[Any]:
    """The fields along a path over relations; the last is None where it leads to an annotation."""
    found: list[Any] = []
    for part in path.split("__"):
        try:
            found.append(model._meta.pk if part == "pk" else model._meta.get_field(part))
        except FieldDoesNotExist:
            return [*found, None]
        model = found[-1].related_model or model
    return found

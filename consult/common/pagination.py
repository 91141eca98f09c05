"""Lists paged by key: every page costs the same, however deep.

The one library for this (django-cursor-pagination 0.3) splits its cursors at "|", which titles may contain, and
forces NULLS LAST, which keeps PostgreSQL from using the plain indexes.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_date, parse_datetime

from consult.common.keyset import keys_of, rows_beyond

PAGE_SIZE = 20


@dataclass(frozen=True)
class Listing:
    """One page of a list: its rows, and the query strings of the pages after and before it ("" if none)."""

    rows: list[Any]
    next_query: str
    previous_query: str


def listing(
    request: HttpRequest, queryset: QuerySet[Any], ordering: tuple[str, ...], size: int = PAGE_SIZE
) -> Listing:
    """Return the page of `queryset` that the request's `after` or `before` asks for.

    `ordering` names the key, most significant first, "-" for descending; together the fields must be unique and
    never null.  Costs one query for the rows.  Raises Http404 for a cursor that was tampered with.
    """
    after, before = request.GET.get("after"), request.GET.get("before")
    backwards = before is not None
    cursor = before if backwards else after
    values = None if cursor is None else _load(cursor, len(ordering))
    keys = [replace(key, is_nullable=False) for key in keys_of(queryset, ordering)]
    rows, more = rows_beyond(queryset, keys, values, size, backwards=backwards)

    def query(name: str, row: Model) -> str:
        rest = {key: value for key, value in request.GET.items() if key not in ("after", "before")}
        return urlencode({**rest, name: _dump(row, ordering)})

    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return Listing(
        rows=rows,
        next_query=query("after", rows[-1]) if rows and has_next else "",
        previous_query=query("before", rows[0]) if rows and has_previous else "",
    )


def _signer() -> signing.Signer:
    """Without a time: the same page of a list has the same address whenever the link was made."""
    return signing.Signer(salt="consult.common.pagination")


def _dump(row: Model, ordering: tuple[str, ...]) -> str:
    """The key of `row` as a signed token, so that only addresses we made are followed."""
    values = [getattr(row, name.lstrip("-")) for name in ordering]
    # A time is marked as one, since a title may look like a time.
    plain = [{"time": value.isoformat()} if isinstance(value, date) else value for value in values]
    return _signer().sign_object(plain, compress=True)


def _load(cursor: str, length: int) -> list[Any]:
    """Read a token of `_dump`, or raise Http404."""
    try:
        plain = _signer().unsign_object(cursor)
    except signing.BadSignature as error:
        raise Http404("No such page of the list.") from error
    if len(plain) != length:
        raise Http404("No such page of the list.")
    return [_revive(value) for value in plain]


def _revive(value: Any) -> Any:
    """Turn what `_dump` marked as a time back into one; leave everything else."""
    if not isinstance(value, dict):
        return value
    return parse_datetime(value["time"]) or parse_date(value["time"])

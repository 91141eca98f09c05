"""One page of a ranked list, read by key."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import Http404, QueryDict

from portal.search.hits import Ranked

SALT = "portal.search"


@dataclass(frozen=True)
class Part:
    """The rows of one page of a ranked list, and the cursors of the pages after and before it ("" if none)."""

    rows: Sequence[Ranked]
    after: str = ""
    before: str = ""


def part(rows: Sequence[Ranked], asked: QueryDict, size: int) -> Part:
    """The page of the sorted list that `after` or `before` asks for.  Raises Http404 for a cursor not ours."""
    start = 0
    if "before" in asked:
        start = max(0, _place(rows, str(asked["before"])) - size)
    elif "after" in asked:
        start = _place(rows, str(asked["after"]), after=True)
    shown = rows[start : start + size]
    return Part(
        rows=shown,
        after=_dump(shown[-1]) if shown and start + size < len(rows) else "",
        before=_dump(shown[0]) if shown and start else "",
    )


def in_order(rows: Collection[Any], numbers: list[int]) -> list[Any]:
    """The rows in the order of their keys in `numbers`."""
    by_number = {row.pk: row for row in rows}
    return [by_number[number] for number in numbers if number in by_number]


def _dump(row: Ranked) -> str:
    """The key of a row as a signed token."""
    return signing.dumps([row.step, row.score, row.number], salt=SALT, compress=True)


def _place(rows: Sequence[Ranked], cursor: str, *, after: bool = False) -> int:
    """The place of the row that a cursor names, or of the one behind it; where it would stand when it is gone."""
    try:
        step, score, number = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404("No such page of the results.") from error
    for place, row in enumerate(rows):
        if row.number == number:
            return place + after
    return sum(row.key < (-step, -score, -number) for row in rows)

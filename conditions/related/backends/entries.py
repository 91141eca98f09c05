"""To which question, cause or page each entry of the index belongs.

An entry keeps its object as long as it is there, and its number is never given again: so the process remembers both.
Who may see the object is asked of the database each time.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from conditions.models import IndexEntry
from consult.common import statements

Numbers = NDArray[np.int64]

MANY = 200
"""From so many entries not known yet, all of their kind are read: 100,000 take 17 ms, where 1,000 of them take 4."""

_known: dict[str, Numbers] = {}
"""Of each kind the key of the object at the place of each entry's number, 0 where it was not asked for yet."""

_read: dict[str, int] = {}
"""Up to which number all entries of a kind were read: what is unknown below it is gone, or came late."""


def objects_of(kind: str, entries: Numbers) -> Numbers:
    """The keys of the objects of this kind with these entries, shape (n,); 0 for an entry that is gone.

    One query when some of them were not asked for before, else none.
    """
    known = _up_to(kind, int(entries.max(initial=-1)))
    unknown = entries[known[entries] == 0]
    if np.count_nonzero(unknown > _read.get(kind, 0)) >= MANY:
        numbers, objects = _all(kind)
        most = int(max(unknown.max(), numbers.max(initial=0)))
        known = _up_to(kind, most)
        known[numbers] = objects
        _read[kind] = most
    elif unknown.size:
        numbers, objects = _these(kind, unknown)
        known[numbers] = objects
    objects_found: Numbers = known[entries]
    return objects_found


def _up_to(kind: str, most: int) -> Numbers:
    """What is known of the entries of a kind, with a place for each number up to this one, and some to spare."""
    known = _known.get(kind, np.zeros(0, dtype=np.int64))
    if most >= len(known):
        known = np.concatenate([known, np.zeros(most + 1 + most // 4 - len(known), dtype=np.int64)])
        _known[kind] = known
    return known


def _these(kind: str, entries: Numbers) -> tuple[Numbers, Numbers]:
    """These entries that are of this kind, and the keys of their objects, both shape (n,).  One query."""
    return _pair(f"{statements.among('id')} AND kind = %s", kind, entries.tolist(), kind)


def _all(kind: str) -> tuple[Numbers, Numbers]:
    """The same of all entries of this kind, from the index of its keys alone.  One query."""
    return _pair(f"{kind}_id IS NOT NULL", kind)


def _pair(condition: str, kind: str, *values: Any) -> tuple[Numbers, Numbers]:
    """Number and key of the entries that meet a condition."""
    found = statements.rows(
        f"SELECT {statements.joined('id')}, {statements.joined(f'{kind}_id')} "  # noqa: S608
        f"FROM {IndexEntry._meta.db_table} WHERE {condition}",
        *values,
    )
    numbers, objects = found[0]
    return statements.keys_in(numbers), statements.keys_in(objects)


def forget() -> None:
    """Drop what this process remembers (tests, and after a rebuild)."""
    _known.clear()
    _read.clear()

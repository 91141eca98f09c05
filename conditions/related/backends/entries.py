"""To which question, cause or page each entry of the index belongs.

An entry keeps its object as long as it is there, and its number is never given again: so the process remembers both.
Who may see the object is asked of the database each time.
"""

import numpy as np
from numpy.typing import NDArray

from conditions.models import IndexEntry
from consult.common import statements

Numbers = NDArray[np.int64]

_known: dict[str, Numbers] = {}
"""Of each kind the key of the object at the place of each entry's number, 0 where it was not asked for yet."""


def objects_of(kind: str, entries: Numbers) -> Numbers:
    """The keys of the objects of this kind with these entries, shape (n,); 0 for an entry that is gone.

    One query when some of them were not asked for before, else none.
    """
    known = _known.get(kind, np.zeros(0, dtype=np.int64))
    most = int(entries.max(initial=-1))
    if most >= len(known):
        known = np.concatenate([known, np.zeros(most + 1 + most // 4 - len(known), dtype=np.int64)])
        _known[kind] = known
    unknown = entries[known[entries] == 0]
    if unknown.size:
        found = statements.rows(
            f"SELECT id, {kind}_id FROM {IndexEntry._meta.db_table} "  # noqa: S608
            f"WHERE {statements.among('id')} AND kind = %s",
            unknown.tolist(),
            kind,
        )
        if found:
            numbers, objects = zip(*found, strict=True)
            known[list(numbers)] = objects
    objects_found: Numbers = known[entries]
    return objects_found


def forget() -> None:
    """Drop what this process remembers (tests, and after a rebuild)."""
    _known.clear()

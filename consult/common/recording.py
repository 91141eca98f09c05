"""What was read while a page was made, so that it can be told when the page is no longer right.

A page depends on rows ("question", 12) and on sets, whose members may come and go ("questions on topic", 3).  Rows are
noted as they are loaded (portal.reading.watched), sets by the named reads of querysets.  Nothing is noted, and nothing
costs, while no page is being recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Tag = tuple[str, int]

_noted: ContextVar[set[Tag] | None] = ContextVar("noted", default=None)


@contextmanager
def recording() -> Iterator[set[Tag]]:
    """Collect what is noted inside the block."""
    found: set[Tag] = set()
    before = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(before)


def note(kind: str, number: int = 0) -> None:
    """Say that what is being made depends on this row, or on this set of rows."""
    found = _noted.get()
    if found is not None:
        found.add((kind, number))

"""Collects what points at itself in a thread of its own, in place of whichever thread happens to make one object more.

What is collected may be a cursor of another thread that has not been read to its end.  To let go of it waits for that
thread's connection, which may itself wait for the right to write (SQLite): a thread that has that right, or a lock that
others need, must not be the one that collects, or all of them wait until the time to wait is over.
"""

import gc
import threading
import time

PAUSE = 0.1
MANY = 10_000
"""So many new objects are not left lying until the second is over."""

TURNS = 10
"""Pauses between two collections of what is new."""

WHOLE = 60 * TURNS
"""Pauses between two collections of everything."""


def collect_beside() -> threading.Thread:
    """Begin; what is there already (code, templates) stays and is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.disable()
    thread = threading.Thread(target=_collect_for_ever, name="garbage", daemon=True)
    thread.start()
    return thread


def _collect_for_ever() -> None:
    turn = 0
    while True:
        time.sleep(PAUSE)
        turn += 1
        if turn % WHOLE == 0:
            gc.collect()
        elif turn % TURNS == 0 or gc.get_count()[0] > MANY:
            gc.collect(1)

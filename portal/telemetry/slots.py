"""In whose files a process counts: the first that no living one has, whichever gunicorn or container it belongs to.

So a worker that follows another one goes on counting in its files, and there are never more of them than workers.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

_held: dict[int, tuple[str, IO[str]]] = {}
"""By process, since a fork starts with a copy: what it has, and the file whose lock says so for as long as it lives."""


def own_slot(folder: Path) -> str:
    """The name of this process among the files."""
    process = os.getpid()
    if process not in _held:
        _held.clear()
        _held[process] = take(folder)
    return _held[process][0]


def take(folder: Path) -> tuple[str, IO[str]]:
    """The first name that is free, and its lock, which goes when the file is closed."""
    number = 0
    while True:
        lock = (folder / f"slot{number}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            number += 1
        else:
            return f"slot{number}", lock

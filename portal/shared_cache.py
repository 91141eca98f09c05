"""The cache of one machine, in a file that all its workers share, so that a rate limit means the same in each.

Django's file and database caches count in two steps and lose counts between two workers; memory counts in each alone.
The file is apart from the database, so that counting neither waits for it nor makes it larger.  Values are JSON: what
lies in a file is never unpickled.
"""

import json
import logging
import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL, ends REAL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_ends ON entries (ends);
"""
_ALIVE = "(ends IS NULL OR ends > :now)"
_PUT = "INSERT INTO entries (key, value, ends) VALUES (:key, :value, :ends) ON CONFLICT (key) DO UPDATE"

# Of so many writes one clears away what has ended.
_EVERY = 500


def hashed(key: str) -> str:
    """A keyed hash of it: allauth's keys hold network addresses, and what is stored outlives the process."""
    return salted_hmac("portal.shared_cache", key, algorithm="sha256").hexdigest()[:40]


class SharedCache(BaseCache):
    """SQLite as a cache.  A file that cannot be read or written holds nothing, and says so in the log."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = Path(location)
        self._local = threading.local()
        self._writes = 0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default`."""
        row = self._run(f"SELECT value FROM entries WHERE key = :key AND {_ALIVE}", key, version)  # noqa: S608
        return json.loads(row[0]) if row else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value."""
        put = f"{_PUT} SET value = excluded.value, ends = excluded.ends"
        self._run(put, key, version, value=json.dumps(value), ends=self.get_backend_timeout(timeout))
        self._clear_away()

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value where there is none; whether it was stored."""
        put = (
            f"{_PUT} SET value = excluded.value, ends = excluded.ends WHERE entries.ends <= :now RETURNING 1"
        )
        row = self._run(put, key, version, value=json.dumps(value), ends=self.get_backend_timeout(timeout))
        self._clear_away()
        return bool(row)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number in one step.  Raises ValueError where there is none."""
        row = self._run(
            f"UPDATE entries SET value = CAST(value AS INTEGER) + :delta WHERE key = :key AND {_ALIVE}"  # noqa: S608
            " RETURNING value",
            key,
            version,
            delta=delta,
        )
        if row is None:
            raise ValueError(f"No number under {key!r}.")
        return int(row[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a value live longer; whether there is one."""
        change = f"UPDATE entries SET ends = :ends WHERE key = :key AND {_ALIVE} RETURNING 1"  # noqa: S608
        return bool(self._run(change, key, version, ends=self.get_backend_timeout(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        return bool(self._run(f"DELETE FROM entries WHERE key = :key AND {_ALIVE} RETURNING 1", key, version))  # noqa: S608

    def clear(self) -> None:
        """Forget everything."""
        self._run("DELETE FROM entries")

    def _run(self, statement: str, key: str = "", version: int | None = None, **values: Any) -> Any:
        """The first row of one statement."""
        if key:
            values["key"] = hashed(self.make_and_validate_key(key, version=version))
        try:
            rows = self._connection().execute(statement, {"now": time.time(), **values}).fetchall()
            return rows[0] if rows else None
        except sqlite3.Error as error:
            logger.error("The cache in %s does not work: %s", self._path.name, error)
            return None

    def _connection(self) -> sqlite3.Connection:
        """One for each thread; made anew in a process that was forked."""
        process, found = getattr(self._local, "connection", (0, None))
        if found is None or process != os.getpid():
            found = sqlite3.connect(self._path, timeout=2, isolation_level=None)
            found.executescript(_SCHEMA)
            self._path.chmod(0o600)
            self._local.connection = os.getpid(), found
        return found

    def _clear_away(self) -> None:
        """Now and then delete what has ended."""
        self._writes += 1
        if self._writes % _EVERY == 1:
            self._run("DELETE FROM entries WHERE ends <= :now")

"""Django's router: writes go to the primary, reads too unless something says otherwise for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS

_reading = ContextVar("database to read from", default=DEFAULT_DB_ALIAS)


class Router:
    """See DATABASE_ROUTERS."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The replica that was chosen, else the primary."""
        return _reading.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """All hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """A replica follows by itself."""
        return db == DEFAULT_DB_ALIAS


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Read from this database inside."""
    token = _reading.set(alias)
    try:
        yield
    finally:
        _reading.reset(token)

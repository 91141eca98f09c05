"""The two databases behind one door: `backend()` gives the functions of the one in use."""

from django.db import DEFAULT_DB_ALIAS, connections

from conditions.related.backends.base import Backend
from conditions.related.backends.postgresql.backend import PostgresqlBackend
from conditions.related.backends.sqlite.backend import SqliteBackend
from consult.common.database import for_database

_SQLITE: Backend = SqliteBackend()
_POSTGRESQL: Backend = PostgresqlBackend()


def backend(using: str = DEFAULT_DB_ALIAS) -> Backend:
    """The functions of the database in use: the one place where the engine chooses between the two."""
    return for_database(connections[using], sqlite=_SQLITE, postgresql=_POSTGRESQL)

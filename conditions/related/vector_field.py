"""The column that holds a vector."""

from collections.abc import Callable
from typing import Any

import numpy as np
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from numpy.typing import NDArray

from conditions.related.calibration import MODEL
from consult.common.database import for_database

DIMENSIONS = MODEL.dim
"""Of the shipped encoder.  SQLite takes any; PostgreSQL's column is changed by rebuild_related."""


class VectorField(models.Field):  # type: ignore[type-arg]
    """A float32 vector, shape (dim,): bytes on SQLite, pgvector's `vector` on PostgreSQL."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column type of this database."""
        return for_database(connection, sqlite="blob", postgresql=f"vector({DIMENSIONS})")

    def get_db_prep_value(
        self, value: NDArray[np.float32] | None, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """The vector as this database stores it."""
        if value is None:
            return None
        adapted: Callable[[NDArray[np.float32]], Any] = for_database(
            connection, sqlite=as_bytes, postgresql=as_text
        )
        return adapted(value)

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """On PostgreSQL the bytes are asked for: as text a vector is 4 KB of digits, written and read one by one."""
        return sent(sql, compiler.connection), params

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """The stored vector as a read-only array."""
        if value is None:
            return None
        return received(value, connection)


def sent(column: str, connection: BaseDatabaseWrapper | None = None) -> str:
    """The column as statements written by hand select it, for `received`."""
    return for_database(
        connection or connections[DEFAULT_DB_ALIAS], sqlite=column, postgresql=f"vector_send({column})"
    )


def received(value: bytes, connection: BaseDatabaseWrapper | None = None) -> NDArray[np.float32]:
    """The vector that a database has sent so.

    SQLite's bytes are the vector; before PostgreSQL's stand two numbers of 16 bits, and they are big-endian.
    """
    read: Callable[[bytes], NDArray[np.float32]] = for_database(
        connection or connections[DEFAULT_DB_ALIAS],
        sqlite=lambda stored: np.frombuffer(stored, dtype=np.float32),
        postgresql=lambda stored: np.frombuffer(stored, dtype=">f4", offset=4).astype(np.float32),
    )
    return read(value)


def as_text(vector: NDArray[np.float32]) -> str:
    """The vector as pgvector reads it: "[0.1,0.2]"."""
    return "[" + ",".join(map(str, vector.tolist())) + "]"


def as_bytes(vector: NDArray[np.float32]) -> bytes:
    """The vector as SQLite stores it."""
    return np.ascontiguousarray(vector, dtype=np.float32).tobytes()

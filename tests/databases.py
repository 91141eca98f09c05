"""On PostgreSQL only the tests that use a database run: the others say the same there, and ran on SQLite.

What is marked `postgres` runs there alone.

Marked `one_database` are also those that read screens, texts and headers made of rows that others test on both.

A pytest plugin, loaded by tests/conftest.py.
"""

import pytest
from django.db import connection

DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})


def uses_database(item: pytest.Item) -> bool:
    """Whether the test is marked for the database, or asks for it by a fixture, and may say something else there."""
    if item.get_closest_marker("one_database"):
        return False
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other database is for, unless it was named on the command line by its node."""
    if any("::" in argument for argument in config.args):
        return
    is_postgresql = connection.vendor == "postgresql"
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        runs = uses_database(item) if is_postgresql else not item.get_closest_marker("postgres")
        (kept if runs else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept

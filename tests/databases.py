"""On PostgreSQL only the tests that use a database run: the others say the same there, and ran on SQLite.

What is marked `postgres` runs there alone.  Of a test with many cases the first runs on PostgreSQL, since cases differ
in what is typed and not in what is asked of the database; all of them where `every_case` says so.

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


def is_further_case(item: pytest.Item, seen: set[str]) -> bool:
    """Whether another case of the same test is among the `seen` ones; adds it to them."""
    test = item.nodeid.partition("[")[0]
    is_further = test in seen and item.get_closest_marker("every_case") is None
    seen.add(test)
    return is_further


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other database is for, unless it was named on the command line by its node."""
    if any("::" in argument for argument in config.args):
        return
    is_postgresql = connection.vendor == "postgresql"
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    seen: set[str] = set()
    for item in items:
        if is_postgresql:
            runs = uses_database(item) and not is_further_case(item, seen)
        else:
            runs = not item.get_closest_marker("postgres")
        (kept if runs else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept

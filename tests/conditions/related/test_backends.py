"""The two databases behind one protocol, chosen in one place."""

import inspect
import re

import pytest
from django.conf import settings

from conditions.related.backends.base import Backend
from conditions.related.backends.postgresql.backend import PostgresqlBackend
from conditions.related.backends.sqlite.backend import SqliteBackend

WHICH = re.compile(r"\.vendor\b|isinstance\([^)]*Backend")


def test_which_database_it_is_is_asked_in_one_place():
    # Migrations are history.
    asking = [
        str(path.relative_to(settings.BASE_DIR))
        for app in ("consult", "conditions", "portal")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if WHICH.search(path.read_text()) and "migrations" not in path.parts
    ]
    assert asking == ["consult/common/database.py"]


@pytest.mark.parametrize("implementation", [SqliteBackend, PostgresqlBackend])
def test_each_database_answers_all_that_is_asked_with_the_same_arguments(implementation):
    wanted = {
        name: inspect.signature(method) for name, method in inspect.getmembers(Backend, inspect.isfunction)
    }
    wanted = {name: signature for name, signature in wanted.items() if not name.startswith("_")}
    assert len(wanted) > 10
    assert {name: inspect.signature(getattr(implementation, name)) for name in wanted} == wanted
    public = {
        name for name, _method in inspect.getmembers(implementation, inspect.isfunction) if name[0] != "_"
    }
    assert public == set(wanted)

"""On PostgreSQL only the tests that use a database run: which those are."""

import pytest
from django.db import connection

from tests.databases import is_further_case, pytest_collection_modifyitems, uses_database


def test_one_that_asks_for_no_database_uses_none(request: pytest.FixtureRequest) -> None:
    assert uses_database(request.node) is False


@pytest.mark.django_db
def test_a_marked_one_does(request: pytest.FixtureRequest) -> None:
    assert uses_database(request.node) is True


def test_so_does_one_whose_fixture_asks_for_it(request: pytest.FixtureRequest, db: None) -> None:
    assert uses_database(request.node) is True


@pytest.mark.parametrize(
    ("vendor", "named", "left"), [("sqlite", [], 1), ("postgresql", [], 0), ("postgresql", ["a.py::b"], 1)]
)
def test_only_postgresql_leaves_it_out_and_not_when_it_is_named(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, vendor: str, named: list[str], left: int
) -> None:
    monkeypatch.setattr(type(connection), "vendor", vendor, raising=False)
    monkeypatch.setattr(request.config, "args", named)
    monkeypatch.setattr(request.config.hook, "pytest_deselected", lambda items: None, raising=False)
    items = [request.node]
    pytest_collection_modifyitems(request.config, items)
    assert len(items) == left


def test_of_many_cases_the_first_runs(request: pytest.FixtureRequest) -> None:
    seen: set[str] = set()
    assert [is_further_case(request.node, seen) for _case in range(2)] == [False, True]


@pytest.mark.every_case
def test_of_a_marked_test_all_run(request: pytest.FixtureRequest) -> None:
    seen: set[str] = set()
    assert [is_further_case(request.node, seen) for _case in range(2)] == [False, False]

"""Whatever stores many rows at once ends with statistics, so that the planner knows how many there are."""

import json
from contextlib import nullcontext

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.models.signals import post_migrate

from consult.common.database import analyze, for_database, give_back_connection, savepoint
from consult.models import Question
from portal.demo import index as demo_index
from tests.factories import public_question

pytestmark = pytest.mark.django_db

KNOWN = {
    "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'consult_question'",
    "postgresql": "SELECT reltuples::bigint FROM pg_class WHERE relname = 'consult_question'",
}
ROW = {
    "title": "Numb cheek in the cold",
    "body": "My left cheek goes numb in cold weather.",
    "reply": "Keep your face warm.",
    "doctor": "Doctor 1",
    "topics": [],
}


def counted():
    """How many questions the planner believes in, after it has looked at least once."""
    with connection.cursor() as cursor:
        cursor.execute(for_database(connection, **KNOWN))
        return int(str(cursor.fetchone()[0]).split()[0])


def test_the_planner_knows_how_many_rows_there_are():
    for _number in range(3):
        public_question()
    analyze()
    assert counted() == 3


@pytest.mark.one_database
def test_a_migration_that_remade_a_table_ends_with_it():
    public_question()
    analyze()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'consult_question'")
    app = apps.get_app_config("consult")
    post_migrate.send(sender=app, app_config=app, verbosity=0, using="default")
    with connection.cursor() as cursor:
        cursor.execute(for_database(connection, **KNOWN))
        assert cursor.fetchone() is None
    post_migrate.send(sender=app, app_config=app, verbosity=0, using="default", plan=["one"])
    assert counted() == 1


def test_an_import_ends_with_it(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(ROW | {"title": f"Numb cheek {number}"}) for number in range(4)))
    call_command("import_questions", path, "--publish")
    assert counted() == Question.objects.count() == 4


def test_a_rebuild_ends_with_it():
    public_question()
    call_command("rebuild_related", verbosity=0)
    assert counted() == 1


def test_the_demo_is_counted_before_it_is_indexed(monkeypatch):
    seen = []
    monkeypatch.setattr(demo_index, "rebuild_all", lambda report: seen.append(counted()))
    with demo_index.indexed_afterwards():
        for _number in range(5):
            public_question()
    assert seen == [5]


@pytest.mark.parametrize(
    ("options", "in_transaction", "is_given_back"),
    [({"pool": {"max_size": 2}}, False, True), ({"pool": {"max_size": 2}}, True, False), ({}, False, False)],
)
def test_only_what_came_from_a_pool_is_given_back(
    monkeypatch: pytest.MonkeyPatch, options: object, in_transaction: bool, is_given_back: bool
) -> None:
    closed: list[bool] = []
    own = connection.copy()
    own.settings_dict["OPTIONS"], own.in_atomic_block = options, in_transaction
    monkeypatch.setattr(own, "close", lambda: closed.append(True))
    monkeypatch.setattr("consult.common.database.connections", {"default": own})
    give_back_connection()
    assert closed == [True] * is_given_back


@pytest.mark.one_database
def test_a_fault_is_kept_from_a_transaction_that_is_open_and_none_is_opened_for_it(monkeypatch):
    with pytest.raises(DatabaseError), savepoint():
        Question.objects.raw("SELECT nothing FROM nowhere")[0]
    assert Question.objects.count() == 0  # the transaction of the test goes on
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    assert isinstance(savepoint(), nullcontext)

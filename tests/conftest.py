"""The cast: stranger, patient, doctor, editor; and a database that keeps what the migrations put in."""

import json
import logging
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from conditions.related.backends import entries
from conditions.related.text import vocabulary
from consult.common.immutable import unprotected
from consult.notifications.background import finish
from portal.roles import ADMINISTRATORS, DOCTORS, EDITORS, MODERATORS
from tests.factories import DoctorFactory, SpecialtyFactory, UserFactory

pytest_plugins = ["tests.no_skips", "tests.databases"]
ROWS = pytest.StashKey[Callable[[], None]]()


AUDIT = ("consult_auditentry", "consult_auditlink")


@pytest.fixture(scope="session", autouse=True)
def _empty_protected_tables_too() -> Generator[None, None, None]:
    """Tests empty every table, also those whose rows nothing else can delete."""
    operations: Any = type(connection.ops)
    flush = operations.execute_sql_flush

    def unprotected_flush(self: Any, statements: list[str]) -> None:
        with unprotected(*AUDIT):
            flush(self, statements)

    operations.execute_sql_flush = unprotected_flush
    yield
    operations.execute_sql_flush = flush


def commits(item: pytest.Item) -> bool:
    """Whether the test commits, so that the whole database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        fixtures & {"live_server", "transactional_db"}
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> None:
    """Remember what the migrations put in: wordings, rules, pages, roles.

    Django's serialized_rollback would do, but it keeps the rows on the connection, and Playwright's event loop makes
    Django open a second one in the same thread.
    """
    with django_db_blocker.unblock():
        rows = connection.creation.serialize_db_to_string()
    name = connection.settings_dict["NAME"]

    def put_back() -> None:
        # Never flush what is not the test database.
        assert connection.settings_dict["NAME"] == name
        with django_db_blocker.unblock():
            # The numbers go on, so that PostgreSQL does not give one of the rows' own to a new row.
            call_command(
                "flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False
            )
            connection.creation.deserialize_db_from_string(rows)
            connection.close()

    request.config.stash[ROWS] = put_back


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
    """Put the rows of the migrations back after a test that committed, for whatever runs next.

    What it had done beside its requests is finished first: those threads keep their connections.  After the last test
    there is nothing next, and the test database is gone already.
    """
    if commits(item):
        finish()
    try:
        return (yield)
    finally:
        if nextitem is not None and commits(item):
            item.config.stash[ROWS]()


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """No test meets the rate limits that another one used up, or the words and rows of another one's search."""
    cache.clear()
    vocabulary.forget()
    entries.forget()


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes lines (objects as JSON, or bytes as they are) to a file and returns its path."""

    def write(*lines: dict[str, Any] | bytes) -> Path:
        path = tmp_path / "rows.jsonl"
        rows = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        path.write_bytes(b"".join(row + b"\n" for row in rows))
        return path

    return write


@pytest.fixture
def quiet() -> Iterator[None]:
    """A thousand refusals are not told to the log, each with its traceback."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def stranger() -> Client:
    """Anybody, without a session."""
    return Client()


@pytest.fixture
def patient() -> Client:
    """Somebody who asks: no account, own cookies."""
    return Client()


@pytest.fixture
def neurology(db: Any) -> Any:
    """The specialty of the doctor of the cast."""
    return SpecialtyFactory()


@pytest.fixture
def doctor(neurology: Any) -> Any:
    """A doctor of Neurology with a sign-in."""
    user = UserFactory(username="doctor", is_staff=True)
    user.groups.add(Group.objects.get(name=DOCTORS))
    return DoctorFactory(user=user, name="Dr Nora Neuron", specialties=[neurology])


@pytest.fixture
def doctor_client(doctor: Any) -> Client:
    """The doctor, signed in."""
    client = Client()
    client.force_login(doctor.user)
    return client


@pytest.fixture
def editor(db: Any) -> Any:
    """A member of staff who answers for every sentence: writes pages and approves threads."""
    user = UserFactory(username="editor", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=(EDITORS, MODERATORS)))
    return user


@pytest.fixture
def editor_client(editor: Any) -> Client:
    """The editor, signed in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def administrator_client(db: Any) -> Client:
    """Who runs the site, signed in: in the group of administrators, and no superuser."""
    user = UserFactory(username="administrator", is_staff=True)
    user.groups.add(Group.objects.get(name=ADMINISTRATORS))
    client = Client()
    client.force_login(user)
    return client

"""The emergency page and the error pages need neither the database nor the collected static files."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import OperationalError, connection, transaction
from django.test import Client

from consult.common.database import for_database
from portal.models import StaffSession, StoredPage
from portal.staff_sessions import SEEN
from tests.factories import QuestionFactory, public_question

pytestmark = pytest.mark.django_db


@contextlib.contextmanager
def no_database() -> Iterator[None]:
    """Every query fails."""

    def fail(*_args: Any) -> None:
        raise OperationalError("database is locked")

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def not_collected(settings: Any, tmp_path: Path) -> None:
    """An update without collectstatic: the manifest is not there."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.static_storage.StaticStorage"},
    }
    assert staticfiles_storage.url("css/site.css") == "/static/css/site.css"


@pytest.fixture
def visitor(editor_client: Client) -> Client:
    """Signed in, so that every page would look for the session."""
    editor_client.raise_request_exception = False
    return editor_client


@pytest.mark.usefixtures("not_collected")
def test_pages_are_plain_without_the_static_files(visitor: Client) -> None:
    found = {
        path: visitor.get(path).status_code for path in ("/", "/emergency/", "/ask/", "/nowhere/", "/admin/")
    }
    assert found == {"/": 200, "/emergency/": 200, "/ask/": 200, "/nowhere/": 404, "/admin/": 200}


@pytest.mark.usefixtures("not_collected")
def test_the_emergency_page_needs_neither(visitor: Client) -> None:
    with no_database():
        response = visitor.get("/emergency/")
    assert response.status_code == 200
    assert "999" in response.content.decode()
    assert visitor.get("/admin/").status_code == 200  # and signs nobody out


@pytest.mark.usefixtures("not_collected")
def test_error_pages_need_neither(visitor: Client) -> None:
    with no_database():
        missing = visitor.get("/nowhere/")
        refused = visitor.get("/", headers={"host": "evil.example"})
    assert (missing.status_code, refused.status_code) == (404, 400)


def test_without_the_database_pages_say_that_it_is_busy_and_when_to_come_back(visitor: Client) -> None:
    with no_database():
        response = visitor.get("/questions/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "<h1>Please try again in a moment</h1>" in response.content.decode()


def test_a_locked_database_keeps_what_was_typed(patient: Client) -> None:
    patient.raise_request_exception = False
    words = {"title": "A lump on my neck", "body": "It came in May & <b>hurts</b>."}
    with no_database():
        response = patient.post("/ask/what/", words)
    page = response.content.decode()
    assert response.status_code == 503
    assert '<form method="post" action="/ask/what/" id="again">' in page
    assert ">A lump on my neck</textarea>" in page
    assert "It came in May &amp; &lt;b&gt;hurts&lt;/b&gt;." in page


@contextlib.contextmanager
def read_only_database() -> Iterator[None]:
    """As a standby, or a disk that has become read-only."""
    begin, end = for_database(
        connection,
        sqlite=("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        postgresql=("SET LOCAL transaction_read_only = on", ""),
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(begin)
            yield
            transaction.set_rollback(True)
    finally:
        if end:
            connection.cursor().execute(end)


def test_a_read_only_database_is_read_and_says_that_it_is_busy(stranger: Client, patient: Client) -> None:
    patient.raise_request_exception = False
    public_question(title="A lump on my neck")
    with read_only_database():
        found = {
            path: stranger.get(path).status_code for path in ("/", "/questions/", "/search/?q=lump", "/ask/")
        }
        response = patient.post("/ask/what/", {"title": "A lump", "body": "It came in May."})
    assert found == dict.fromkeys(found, 200)
    assert (response.status_code, ">It came in May.</textarea>" in response.content.decode()) == (503, True)
    assert StoredPage.objects.count() == 0


def test_the_desk_opens_on_a_read_only_database(doctor_client: Client, neurology: Any, settings: Any) -> None:
    QuestionFactory.create(title="A lump on my neck", specialty=neurology)
    session = doctor_client.session
    session[SEEN] = {**session[SEEN], "at": 0}  # noted long ago
    session.save()
    settings.SESSION_IDLE_MINUTES, seen_at = 0, StaffSession.objects.get().seen_at
    with read_only_database():
        pages = [doctor_client.get(path) for path in ("/admin/", "/admin/consult/question/?queue=danger")]
    assert [page.status_code for page in pages] == [200, 200]
    assert "A lump on my neck" in pages[0].content.decode()
    assert StaffSession.objects.get().seen_at == seen_at


def test_a_form_from_elsewhere_is_not_offered_again() -> None:
    elsewhere = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with no_database():
        page = elsewhere.post("/admin/", {"text": "Spam"}).content.decode()
    assert '<form method="post"' not in page

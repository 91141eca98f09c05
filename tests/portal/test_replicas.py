"""Strangers' pages are read from a replica that is fresh; what one just wrote, and all else, from the primary.

A real streaming replica is stopped and started by `python -m bench.machines`.
"""

from types import SimpleNamespace

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, router
from django.http import HttpResponse
from django.test import Client, RequestFactory

from portal.models import StoredPage
from portal.replicas import freshness, reading
from portal.replicas.router import reading_from
from tests.portal.test_settings import run

pytestmark = pytest.mark.one_database
PAGE = RequestFactory().get("/")


@pytest.fixture
def replica(settings, monkeypatch):
    """One that may be read; returns what was left alone."""
    settings.REPLICAS = ["replica1"]
    left: list[str] = []
    monkeypatch.setattr(reading, "fresh_replica", lambda: "replica1")
    monkeypatch.setattr(reading, "leave_alone", left.append)
    return left


def where() -> str:
    return router.db_for_read(StoredPage)


def test_a_stored_page_is_read_from_the_replica(replica):
    assert reading.read(PAGE, where) == "replica1"
    assert (where(), router.db_for_write(StoredPage)) == ("default", "default")


def test_what_the_replica_has_not_is_asked_of_the_primary(replica):
    assert reading.read(PAGE, lambda: None if where() == "replica1" else where()) == "default"
    assert replica == []


def test_a_replica_that_fails_is_left_alone(replica):
    def ask() -> str:
        if where() == "replica1":
            raise DatabaseError
        return where()

    assert reading.read(PAGE, ask) == "default"
    assert replica == ["replica1"]


def test_what_one_just_wrote_is_read_from_the_primary(replica):
    request = RequestFactory().get("/")
    request.COOKIES[reading.COOKIE] = "1"
    assert reading.read(request, where) == "default"


@pytest.mark.parametrize(("method", "is_marked"), [("post", True), ("get", False)])
def test_who_sends_something_is_marked(replica, method, is_marked):
    request = getattr(RequestFactory(), method)("/")
    response = reading.JustWrote(lambda request: HttpResponse())(request)
    assert (reading.COOKIE in response.cookies) is is_marked


def test_who_sends_something_is_marked_for_as_long_as_a_cache_in_front_keeps_pages(settings):
    settings.SHARED_CACHE_SECONDS = 60  # one machine, no replicas
    response = reading.JustWrote(lambda request: HttpResponse())(RequestFactory().post("/"))
    assert response.cookies[reading.COOKIE]["max-age"] == settings.REPLICA_LAG_SECONDS + 1 + 60


def test_without_replicas_or_a_cache_no_request_passes_through_it():
    with pytest.raises(MiddlewareNotUsed):
        reading.JustWrote(lambda request: HttpResponse())


@pytest.mark.django_db
def test_without_replicas_the_primary_is_read(client: Client, django_assert_num_queries):
    client.get("/about/")
    with django_assert_num_queries(1):
        client.get("/about/")


def test_a_replica_is_no_place_for_migrations():
    assert [router.allow_migrate(alias, "consult") for alias in ("default", "replica1")] == [True, False]
    with reading_from("replica1"):
        assert router.allow_relation(StoredPage(), StoredPage())


class Log:
    """The primary's log and how far the replica has come, as `_one` would find them."""

    def __init__(self) -> None:
        self.primary, self.replica, self.now = 1, 1, 100.0
        self.away: set[str] = set()
        self.refuses = True

    def look(self, seconds=1.0):
        """The replica that may be read so many seconds later."""
        self.now += seconds
        return freshness.fresh_replica()

    def one(self, alias, query, *values):
        if alias in self.away:
            raise DatabaseError("Connection refused" if self.refuses else "too many clients already")
        return str(self.primary) if alias == "default" else self.replica >= int(values[0])


@pytest.fixture
def log(settings, monkeypatch):
    settings.REPLICAS, settings.REPLICA_LAG_SECONDS = ["replica1"], 2
    found = Log()
    monkeypatch.setattr(freshness, "time", SimpleNamespace(monotonic=lambda: found.now))
    monkeypatch.setattr(freshness, "_one", found.one)
    monkeypatch.setattr(freshness, "_states", {})
    monkeypatch.setattr(freshness, "connections", {"replica1": Connection(), "default": Connection()})
    return found


class Connection:
    def close(self) -> None:
        """Nothing is open."""


def test_a_replica_is_read_once_it_has_come_to_where_the_primary_was(log):
    assert [log.look() for _look in range(2)] == ["default", "replica1"]


def test_a_replica_that_stays_behind_is_not_read_until_it_has_caught_up(log):
    log.look()
    log.primary = 5
    assert [log.look() for _look in range(2)] == ["replica1", "default"]
    log.replica = 5
    assert log.look() == "replica1"


def test_while_the_primary_is_away_the_replica_is_read(log):
    log.look()
    log.away.add("default")
    assert [log.look() for _look in range(2)] == ["replica1", "replica1"]


def test_while_the_primary_fails_this_process_alone_the_replica_is_not_read_for_long(log):
    log.look()
    log.away.add("default")
    log.refuses = False
    assert [log.look() for _look in range(3)] == ["replica1", "replica1", "default"]


def test_a_mark_of_long_ago_tells_nothing(log):
    assert [log.look(), log.look(3600), log.look()] == ["default", "default", "replica1"]


def test_a_replica_that_does_not_answer_is_not_read(log):
    log.look()
    log.away.add("replica1")
    assert log.look() == "default"


def test_the_settings_name_replicas():
    ask = "import portal.settings as s; print(s.REPLICAS, s.DATABASES['replica2']['HOST'])"
    urls = {
        "DATABASE_URL": "postgres://u@a/db",
        "DATABASE_REPLICA_URLS": "postgres://u@b/db,postgres://u@c/db",
    }
    assert run(ask, SECRET_KEY="k", **urls).stdout == "['replica1', 'replica2'] c\n"
    assert (
        "needs a DATABASE_URL of PostgreSQL"
        in run(ask, SECRET_KEY="k", DATABASE_REPLICA_URLS="postgres://b/db").stderr
    )

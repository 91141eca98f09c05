"""Operators see what is slow and what fails, and nothing of anybody."""

import json
import logging
import os
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client, RequestFactory
from prometheus_client import CollectorRegistry, generate_latest

from portal.private_logs import PrivateJson
from portal.telemetry import slots
from portal.telemetry.metrics import view_of
from portal.telemetry.request_ids import RequestId, current_id
from portal.telemetry.site_figures import SiteFigures
from portal.telemetry.slots import own_slot, take
from portal.views import health
from tests.factories import QuestionFactory

FIGURES = "portal.telemetry.site_figures"
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_every_answer_has_an_id_of_its_own(client: Client) -> None:
    given = [client.get(path)["X-Request-ID"] for path in ("/health/live/", "/health/live/", "/nowhere/")]
    assert len(set(given)) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in given)


@pytest.mark.parametrize(
    ("behind_proxy", "sent", "is_taken"),
    [(True, "abc-12345678", True), (False, "abc-12345678", False), (True, "a b\n", False)],
)
def test_the_id_of_a_proxy_is_taken_and_nobody_elses(
    client: Client, settings: object, behind_proxy: bool, sent: str, is_taken: bool
) -> None:
    settings.BEHIND_PROXY = behind_proxy  # type: ignore[attr-defined]
    found = client.get("/health/live/", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert (found == sent) is is_taken


def test_a_request_is_logged_by_its_view(
    client: Client, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LOG_REQUESTS = True  # type: ignore[attr-defined]
    with caplog.at_level(logging.INFO, "portal.requests"):
        client.get("/case/s3cret/?q=numb")
    [record] = [each for each in caplog.records if each.name == "portal.requests"]
    told = json.loads(PrivateJson().format(record))
    assert (told["view"], told["method"], told["status"]) == ("consult:case", "GET", 404)
    assert not re.search("s3cret|numb", PrivateJson().format(record))


def test_a_line_of_json_holds_only_what_is_listed() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Failed: %s", ("x",), None)
    record.request = "<WSGIRequest: GET '/case/s3cret/'>"
    token = current_id.set("an-id-1234")
    RequestId().filter(record)
    current_id.reset(token)
    told = json.loads(PrivateJson().format(record))
    assert told.pop("at").startswith("20")
    assert told == {
        "level": "ERROR",
        "logger": "django.request",
        "message": "Failed: x",
        "request_id": "an-id-1234",
    }


def test_a_line_of_json_has_the_traceback_without_its_row() -> None:
    words = "bad\nDETAIL:  Failing row contains (numb cheek)."
    try:
        raise ValueError(words)
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "Failed", (), (type(error), error, error.__traceback__)
        )
    told = json.loads(PrivateJson().format(record))
    assert told["traceback"].endswith("\nValueError")


def test_labels_take_few_values() -> None:
    found = [view_of(RequestFactory().get(path)) for path in ("/any/1/", "/any/2/", "/static/x.css")]
    assert found == ["stored or none", "stored or none", "static"]


@pytest.fixture
def own_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scrape leaves the test's connection open, and finds nothing that was kept."""
    monkeypatch.setattr(f"{FIGURES}.connection.close", lambda: None)
    health.forget()


def test_no_two_processes_that_share_a_folder_count_in_the_same_files(tmp_path: Path) -> None:
    (first, lock), (second, other) = take(tmp_path), take(tmp_path)
    lock.close()
    follower, last = take(tmp_path)
    other.close()
    last.close()
    assert (first, second, follower) == ("slot0", "slot1", "slot0")


def test_a_process_keeps_its_files_and_a_fork_takes_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "_held", {})
    own = [own_slot(tmp_path), own_slot(tmp_path)]
    (_name, lock) = slots._held[os.getpid()]
    monkeypatch.setattr(os, "getpid", lambda: -1)  # as after a fork, while the parent lives
    assert (own, own_slot(tmp_path)) == (["slot0", "slot0"], "slot1")
    lock.close()
    slots._held[-1][1].close()


def figures() -> dict[str, float]:
    registry = CollectorRegistry()
    registry.register(SiteFigures())
    lines = [line for line in generate_latest(registry).decode().splitlines() if line[0] != "#"]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.usefixtures("own_connection")
def test_the_figures_of_the_site() -> None:
    QuestionFactory.create()
    told = figures()
    assert told["consilium_questions_waiting"] == 1
    assert (told["consilium_outbox_due"], told["consilium_outbox_oldest_seconds"]) == (0, 0)
    assert (told['consilium_trouble{name="queue"}'], told["consilium_database_up"]) == (
        1,
        1,
    )  # asked long ago


@pytest.mark.usefixtures("own_connection")
def test_trouble_is_looked_for_once_a_minute_by_health_and_figures_together(client: Client) -> None:
    assert (client.get("/health/ready/").json()["trouble"], figures()['consilium_trouble{name="queue"}']) == (
        [],
        0,
    )
    QuestionFactory.create()
    assert figures()['consilium_trouble{name="queue"}'] == 0
    health.forget()
    assert figures()['consilium_trouble{name="queue"}'] == 1
    assert client.get("/health/ready/").json()["trouble"] == ["queue"]


@pytest.mark.usefixtures("own_connection")
def test_a_database_that_is_away_is_a_figure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(f"{FIGURES}._figures", away)
    assert figures() == {"consilium_database_up": 0}


def test_nothing_is_served_where_nothing_is_counted() -> None:
    with pytest.raises(CommandError, match="set METRICS=1"):
        call_command("serve_metrics")

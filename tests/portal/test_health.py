"""The health addresses: alive, ready, degraded, unavailable."""

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection

from conditions.models import IndexEntry
from conditions.related.encoder.encoder import reset_encoder
from conditions.related.upkeep.publication import publish
from portal.views import health
from tests.commits import committed
from tests.conditions.related.conftest import encoder  # noqa: F401
from tests.factories import public_question


@pytest.fixture(autouse=True)
def _fresh():
    health.forget()
    yield
    health.forget()


def test_live_needs_no_database(stranger):
    assert stranger.get("/health/live/").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_says_how_the_engine_is(stranger, encoder):  # noqa: F811
    with committed():
        publish(public_question())
    answer = stranger.get("/health/ready/")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "trouble": [],
        "related": {
            "status": "ok",
            "ranking": "by meaning and word",
            "encoder": "all-MiniLM-L6-v2",
            "indexed": {"question": 1, "cause": 0, "page": 0},
            "stale": {"question": 0, "cause": 0, "page": 0},
            "waiting_for_similar": 0,
        },
    }


@pytest.mark.django_db
def test_vectors_of_another_encoder_are_stale(stranger, encoder):  # noqa: F811
    publish(public_question())
    IndexEntry.objects.update(encoder="another")
    answer = stranger.get("/health/ready/").json()
    assert answer["status"] == "degraded"
    assert answer["related"]["stale"]["question"] == 1


@pytest.mark.django_db
def test_what_was_published_without_a_model_is_stale_once_there_is_one(stranger, encoder):  # noqa: F811
    publish(public_question())
    IndexEntry.objects.update(encoder="", vector=None)
    assert stranger.get("/health/ready/").json()["related"]["stale"]["question"] == 1


@pytest.mark.django_db
def test_a_script_that_the_model_does_not_know_is_not_stale(stranger, encoder):  # noqa: F811
    publish(public_question(title="臉部麻木", body="冬天的時候我的左臉會麻木"))
    assert stranger.get("/health/ready/").json()["related"]["stale"]["question"] == 0


@pytest.fixture
def no_encoder(settings, tmp_path):
    settings.RELATED_ENCODER = {**settings.RELATED_ENCODER, "path": tmp_path / "secret-folder"}
    reset_encoder()
    yield
    reset_encoder()


@pytest.mark.django_db
def test_without_the_encoder_it_is_degraded_but_served(stranger, no_encoder):
    answer = stranger.get("/health/ready/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["related"]["ranking"] == "by word only"
    assert "secret-folder" not in answer.content.decode()


@pytest.mark.django_db
def test_the_system_check_names_the_missing_encoder(no_encoder):
    (warning,) = [message for message in run_checks() if message.id == "conditions.W001"]
    assert "build_encoder" in warning.msg


@pytest.mark.django_db
def test_migrate_and_check_name_vectors_of_another_version(encoder):  # noqa: F811
    publish(public_question())
    assert [found.id for found in run_checks(databases=["default"])] == []
    IndexEntry.objects.update(encoder="another")
    (warning,) = run_checks(databases=["default"])
    assert (warning.id, "rebuild_related" in str(warning.hint)) == ("conditions.W002", True)


@pytest.mark.django_db
def test_the_state_is_kept_for_a_minute(stranger, encoder, django_assert_num_queries):  # noqa: F811
    stranger.get("/health/ready/")
    with django_assert_num_queries(1):
        stranger.get("/health/ready/")


@pytest.mark.django_db
def test_without_a_database_it_is_not_ready(stranger, monkeypatch):
    def broken(*_):
        raise DatabaseError("down: host=db.internal")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = stranger.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "does not answer"}


@pytest.mark.django_db
def test_editors_are_told_on_their_first_screen_what_is_out_of_date(editor_client, doctor_client, encoder):  # noqa: F811
    with committed():
        publish(public_question())
    IndexEntry.objects.update(encoder="another")
    told = "Similar questions are out of date for 1 entries: run rebuild_related."
    assert told in editor_client.get("/admin/").context["engine_warnings"]
    assert doctor_client.get("/admin/").context["engine_warnings"] == []

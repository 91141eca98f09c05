"""Health and `check --deploy` name what the site needs beside its database."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from consult.models import OutboxMessage, Question, Suspicion
from consult.models.scrub import OwedScrub
from portal.deployment import check_upkeep
from portal.models import ScheduledGroup
from portal.upkeep import static_files_are_collected, troubles
from portal.views import health
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew() -> None:
    health.forget()


def test_a_site_that_is_well_has_no_trouble(stranger: Client) -> None:
    assert (list(troubles()), check_upkeep()) == ([], [])


def test_static_files_of_another_version_are_named(settings: Any, tmp_path: Path, stranger: Client) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.static_storage.StaticStorage"},
    }
    answer = stranger.get("/health/ready/")
    assert (answer.status_code, answer.json()["status"], answer.json()["trouble"]) == (
        200,
        "degraded",
        ["static"],
    )
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": {"css/site.css": "x"}}))
    assert not static_files_are_collected()
    own = Path(settings.BASE_DIR) / "static"
    paths = {str(path.relative_to(own)): "x" for path in own.rglob("*")}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": paths}))
    assert static_files_are_collected()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"name": "every minute", "hours": 2}, ["schedule"]),
        ({"name": "every night", "hours": 20}, []),
        ({"name": "every night", "hours": 2, "problem": "rebuild_related"}, ["schedule"]),
    ],
)
def test_regular_work_that_is_late_or_failed_is_named(row: dict[str, Any], found: list[str]) -> None:
    hours = row.pop("hours")
    ScheduledGroup.objects.create(**row, started_at=timezone.now() - timedelta(hours=hours))
    assert list(troubles()) == found
    warnings = [warning.id for warning in check_upkeep()]
    assert warnings == ["portal.W015"] * len(found)


def test_a_cache_that_keeps_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "get", lambda *_args: None)
    assert list(troubles()) == ["cache"]

    def fail(*_args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "set", fail)
    assert [warning.id for warning in check_upkeep()] == ["portal.W011"]


def test_what_waits_too_long_is_named() -> None:
    QuestionFactory()
    Question.objects.update(asked_at=timezone.now() - timedelta(days=15))
    OutboxMessage.objects.create(kind="staff_alert", dedupe_key="1")
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert list(troubles()) == ["mail", "queue"]


def test_what_waits_for_a_moderator_is_named() -> None:
    row = Suspicion.objects.create(question=QuestionFactory(status="set_aside"), signs="trap")
    assert list(troubles()) == []
    Suspicion.objects.filter(pk=row.pk).update(noted_at=timezone.now() - timedelta(hours=25))
    assert list(troubles()) == ["set_aside"]
    assert [warning.id for warning in check_upkeep()] == ["portal.W016"]


def test_an_erasure_that_has_not_reached_the_file_is_named() -> None:
    OwedScrub.objects.create()
    assert list(troubles()) == []
    OwedScrub.objects.update(noted_at=timezone.now() - timedelta(hours=2))
    assert list(troubles()) == ["erasure"]
    assert [warning.id for warning in check_upkeep()] == ["portal.W017"]


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.upkeep.LEAST_DISK", 10**18)
    assert list(troubles()) == ["disk"]


def test_without_a_database_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError

    monkeypatch.setattr("portal.upkeep.LEAST_DISK", 10**18)
    monkeypatch.setattr(OutboxMessage.objects, "due", away)
    assert [warning.id for warning in check_upkeep()] == ["portal.W014"]

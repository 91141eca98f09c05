"""Regular work is started when it is due, by one machine only; what fails stops nothing else and is told."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command, get_commands
from django.utils import timezone

from consult.models import Draft, OutboxMessage
from portal.models import ScheduledGroup
from portal.schedule import GROUPS, Group, claim_due, run
from tests.factories import QuestionFactory

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def claimed(now: datetime) -> list[str]:
    return [group.name for group in claim_due(now)]


def test_every_command_exists_and_stands_once() -> None:
    named = [command for group in GROUPS for command in group.commands]
    assert set(named) <= get_commands().keys()
    assert len(named) == len(set(named)) == 14


def test_each_group_is_due_again_after_its_time(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/London"
    everything = ["every minute", "every hour", "every night"]
    assert claimed(NOON) == everything
    assert claimed(NOON + timedelta(seconds=40)) == []
    assert claimed(NOON + timedelta(seconds=60)) == ["every minute"]
    assert claimed(NOON + timedelta(minutes=61)) == ["every minute", "every hour"]
    assert claimed(NOON + timedelta(hours=15, minutes=59)) == ["every minute", "every hour"]
    assert claimed(NOON + timedelta(hours=16, minutes=1)) == ["every minute", "every night"]
    assert claimed(NOON + timedelta(hours=17)) == ["every minute", "every hour"]
    assert claimed(NOON + timedelta(days=3)) == everything


def test_of_two_machines_one_gets_it() -> None:
    list(claim_due(NOON))
    later = NOON + timedelta(hours=2)
    both = [claim_due(later), claim_due(later)]
    got = [next(each, None) for each in both]
    assert [group.name for group in got if group] == ["every minute", "every hour"]
    assert [group.name for each in both for group in each] == []


def test_what_this_process_is_still_at_is_not_claimed_again() -> None:
    list(claim_due(NOON))
    later = NOON + timedelta(hours=2)
    assert [group.name for group in claim_due(later, busy=["every minute"])] == ["every hour"]
    assert claimed(later) == ["every minute"]


def test_one_run_does_everything_and_says_so(settings: Any) -> None:
    settings.STAFF_ALERT_EMAILS = ["head@hospital.example"]
    Draft.objects.create(key_hash="a" * 64)
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=1000))
    OutboxMessage.objects.create(kind="staff_alert", question=QuestionFactory(), dedupe_key="x")
    out = StringIO()
    call_command("run_scheduled", stdout=out)
    assert out.getvalue() == "Done: every minute.\nDone: every hour.\nDone: every night.\n"
    assert (Draft.objects.count(), OutboxMessage.objects.get().state) == (0, "sent")
    assert all(row.ended_at and row.ended_at >= row.started_at for row in ScheduledGroup.objects.all())
    out = StringIO()
    call_command("run_scheduled", stdout=out)
    assert out.getvalue() == ""


def test_what_fails_is_told_and_the_next_command_runs(caplog: pytest.LogCaptureFixture) -> None:
    Draft.objects.create(key_hash="a" * 64)
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=1000))
    [_minute, *_others] = claim_due(NOON)
    problem = run(Group("every minute", timedelta(seconds=50), ("no_such_command", "apply_retention")))
    assert (problem, Draft.objects.count()) == ("no_such_command", 0)
    assert ScheduledGroup.objects.get(name="every minute").problem == "no_such_command"
    assert "no_such_command failed" in caplog.text

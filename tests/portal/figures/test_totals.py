"""The daily totals: what is counted of which day, counted anew without counting twice, kept when a case is erased."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from conditions.models import Deflection
from consult.models import FollowUp, HelpfulVote, Question, RedFlagFinding, Status
from consult.question.actions.erase import erase_question
from portal.figures.keep import keep_totals
from portal.figures.tables import Measure
from portal.models import DailyTotal
from tests.factories import (
    CauseFactory,
    CauseLinkFactory,
    FindingFactory,
    QuestionFactory,
    ReplyFactory,
    SpecialtyFactory,
    public_question,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 6)
NOON = datetime(2026, 8, 6, 12, tzinfo=UTC)


def kept(*measures: Measure, on: date = DAY) -> dict[tuple[str, str], int]:
    """What is kept of a day, by measure and key."""
    rows = DailyTotal.objects.filter(day=on, measure__in=measures or list(Measure))
    return {(row.measure, row.key): row.value for row in rows}


def answered(hours: float, **fields: Any) -> Question:
    question: Question = ReplyFactory(
        question=QuestionFactory(
            status=Status.ANSWERED, asked_at=NOON - timedelta(hours=hours), answered_at=NOON, **fields
        )
    ).question
    return question


def test_first_replies_are_counted_by_specialty_with_how_long_they_took(neurology: Any) -> None:
    other = SpecialtyFactory(name="Dermatology", target_hours=12)
    for hours, specialty in ((5, neurology), (20, neurology), (20, other), (800, neurology)):
        answered(hours, specialty=specialty)
    answered(5, specialty=neurology, origin="imported")
    keep_totals(DAY + timedelta(days=1))
    one, two = str(neurology.pk), str(other.pk)
    assert kept(Measure.ANSWERED, Measure.IN_TARGET, Measure.WAITED) == {
        ("answered", one): 3,
        ("in_target", one): 2,
        ("waited", f"{one}:6"): 1,
        ("waited", f"{one}:24"): 1,
        ("waited", f"{one}:more"): 1,
        ("answered", two): 1,
        ("waited", f"{two}:24"): 1,
    }


def test_a_day_is_that_of_the_place(settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    late = datetime(2026, 8, 6, 11, 30, tzinfo=UTC)
    for moment in (late, late + timedelta(hours=1)):
        QuestionFactory(asked_at=moment)
    keep_totals(DAY + timedelta(days=2))
    following = DAY + timedelta(days=1)
    assert [kept(Measure.ASKED, on=day) for day in (DAY, following)] == [{("asked", ""): 1}] * 2


def test_votes_and_answers_found_are_counted() -> None:
    reply = ReplyFactory()
    for number, helped in enumerate((True, True, False)):
        HelpfulVote.objects.create(reply=reply, voter_hash=str(number), helped=helped)
    Deflection.objects.create(cause=CauseFactory())
    HelpfulVote.objects.update(created_at=NOON)
    Deflection.objects.update(happened_on=DAY)
    keep_totals(DAY + timedelta(days=1))
    assert kept(Measure.HELPED, Measure.NOT_HELPED, Measure.DEFLECTED) == {
        ("helped", ""): 2,
        ("not_helped", ""): 1,
        ("deflected", ""): 1,
    }


def test_red_flags_are_counted_by_kind_by_who_looked_when_and_what_became_of_the_question() -> None:
    for kind, looked, fields in (
        ("emergency", 0.5, {"status": Status.ANSWERED, "answered_at": NOON}),
        ("emergency", 20, {"status": Status.DECLINED, "staff_message": "Go there."}),
        ("urgent", 200, {"status": Status.WITHDRAWN}),
        ("self_harm", None, {}),
    ):
        row = FindingFactory(kind=kind, question=QuestionFactory(**fields), found_at=NOON)
        if looked is not None:
            moment = NOON + timedelta(hours=looked)
            RedFlagFinding.objects.filter(pk=row.pk).update(looked_at=moment)
    keep_totals(DAY + timedelta(days=1))
    assert kept(Measure.DANGER_LOOKED) == {
        ("danger_looked", "emergency:hour"): 1,
        ("danger_looked", "emergency:day"): 1,
        ("danger_looked", "urgent:later"): 1,
        ("danger_looked", "self_harm:nobody"): 1,
    }
    assert kept(Measure.DANGER_CASE) == {
        ("danger_case", "emergency:answered"): 1,
        ("danger_case", "emergency:declined"): 1,
        ("danger_case", "urgent:withdrawn"): 1,
        ("danger_case", "self_harm:open"): 1,
    }


def test_a_danger_in_a_follow_up_is_open_until_that_is_answered(doctor: Any) -> None:
    question = public_question(doctor=doctor)
    for kind, fields in (
        ("follow_up", {}),
        ("follow_up", {"answer": "Go there.", "answered_at": NOON, "doctor": doctor}),
        ("information", {}),
    ):
        message = FollowUp.objects.create(question=question, kind=kind, text="It hurts.", **fields)
        FindingFactory(question=question, followup=message, found_at=NOON)
    keep_totals(DAY + timedelta(days=1))
    assert kept(Measure.DANGER_CASE) == {
        ("danger_case", "emergency:open"): 1,
        ("danger_case", "emergency:answered"): 2,
    }


def test_how_things_stand_is_counted_as_the_day_ended(neurology: Any) -> None:
    now = timezone.now()
    for hours in (3, 30, 999):
        QuestionFactory(asked_at=now - timedelta(hours=hours))
    linked, bare = public_question(specialty=neurology), public_question(specialty=neurology)
    overdue, fresh = CauseFactory(name="Overdue"), CauseFactory(name="Fresh")
    today = timezone.localdate()
    page = overdue.page
    page.reviewed_by, page.last_reviewed_on = "Dr Reviewer", today - timedelta(days=400)
    page.next_review_on = today - timedelta(days=1)
    page.save()
    for cause in (overdue, fresh):
        CauseLinkFactory(reply=linked.replies.get(), cause=cause)
    CauseLinkFactory(reply=bare.replies.get(), cause=overdue, state="rejected")
    keep_totals()
    assert kept(
        Measure.BACKLOG, Measure.CASES, Measure.NO_CAUSE, Measure.OVERDUE, on=today - timedelta(days=1)
    ) == {
        ("backlog", "12"): 1,
        ("backlog", "48"): 1,
        ("backlog", "more"): 1,
        ("cases", str(neurology.pk)): 2,
        ("no_cause", str(neurology.pk)): 1,
        ("overdue", str(overdue.pk)): 1,
    }


def test_counting_again_counts_nothing_twice_and_what_is_gone_no_more() -> None:
    first, second = QuestionFactory(asked_at=NOON), QuestionFactory(asked_at=NOON)
    keep_totals(DAY + timedelta(days=1))
    keep_totals(DAY + timedelta(days=1))
    assert kept(Measure.ASKED) == {("asked", ""): 2}
    erase_question(question=first)
    keep_totals(DAY + timedelta(days=2))
    assert kept(Measure.ASKED) == {("asked", ""): 1}
    erase_question(question=second)
    keep_totals(DAY + timedelta(days=15))
    assert kept(Measure.ASKED) == {}


def test_after_two_weeks_a_number_stays_when_its_case_is_erased() -> None:
    question = QuestionFactory(asked_at=NOON)
    for days in (1, 10, 19):
        keep_totals(DAY + timedelta(days=days))
    erase_question(question=question)
    keep_totals(DAY + timedelta(days=20))
    assert kept(Measure.ASKED) == {("asked", ""): 1}


def test_the_first_time_begins_with_the_first_question_and_no_night_is_missed() -> None:
    QuestionFactory(asked_at=NOON - timedelta(days=500))
    yesterday = DAY - timedelta(days=1)
    assert keep_totals(DAY) == (DAY - timedelta(days=500), yesterday)
    assert keep_totals(DAY) == (yesterday - timedelta(days=14), yesterday)
    later = DAY + timedelta(days=60)
    assert keep_totals(later) == (yesterday, later - timedelta(days=1))


def test_the_demo_site_counts_what_was_invented_for_it(settings: Any) -> None:
    QuestionFactory(asked_at=NOON, origin="demo")
    for demo, found in ((False, {}), (True, {("asked", ""): 1})):
        settings.DEMO = demo
        keep_totals(DAY + timedelta(days=1))
        assert kept(Measure.ASKED) == found


def test_the_command_says_which_days(capsys: Any) -> None:
    call_command("keep_figures")
    last = timezone.localdate() - timedelta(days=1)
    assert capsys.readouterr().out == f"Counted from {last - timedelta(days=14)} to {last}.\n"


def test_it_costs_the_same_however_many_questions_there_are(django_assert_num_queries: Any) -> None:
    keep_totals()
    for _round in range(2):
        for _number in range(3):
            FindingFactory(question__specialty=SpecialtyFactory(name=f"Specialty {_round} {_number}"))
        with django_assert_num_queries(18):
            keep_totals()

"""Each kind of rows is kept for its period and no longer; the report says what is due and deletes nothing."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks_db.models import DBTaskResult

from conditions.models import UnsavedWork
from consult.models import (
    CaseLink,
    DeskDraft,
    Draft,
    FollowUp,
    HelpfulVote,
    OutboxMessage,
    PageReport,
    Question,
    Status,
    Suspicion,
    Tombstone,
)
from consult.models.look import CaseLook
from consult.models.staffing import Absence, OnCall, StaffNotice
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import withdraw_question
from consult.question.audit import record
from portal import retention
from portal.data_classes import OPERATIONAL, PUBLIC, class_of, columns
from portal.models import Change, StaffSession, StoredPage
from portal.retention import PERIODS, Outcome, apply, report
from tests.factories import (
    DoctorFactory,
    QuestionFactory,
    ReferencePageFactory,
    ReplyFactory,
    UserFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


def rejected_posts(now: datetime) -> None:
    """One post of each kind that a moderator rejected."""
    reply = ReplyFactory()
    posts: dict[str, Any] = {
        "question": QuestionFactory(status=Status.REJECTED, staff_message="Advertising."),
        "followup": reply.question.followups.create(text="x"),
        "report": PageReport.objects.create(path="/", reason="spam"),
        "vote": HelpfulVote.objects.create(reply=reply, voter_hash="x", helped=True),
    }
    for name, post in posts.items():
        decided = {"outcome": "rejected", "decided_at": now, "reason": "Advertising."}
        Suspicion.objects.create(signs="links", **{name: post}, **decided)


def one_of_each() -> None:
    """One row of every kind, of now."""
    now, user = timezone.now(), UserFactory()
    question = QuestionFactory()
    Draft.objects.create(key_hash="a" * 64, answers={"title": "x"})
    Draft.objects.create(key_hash="b" * 64, question=QuestionFactory())
    CaseLink.to_case(question, expires_at=now)
    withdraw_question(question=QuestionFactory())
    record(action="replied", question=ReplyFactory(question__status=Status.ANSWERED).question)
    OutboxMessage.objects.create(
        kind="staff_alert", question=question, dedupe_key="x", state="sent", sent_at=now
    )
    OutboxMessage.objects.create(kind="staff_alert", question=question, dedupe_key="y")
    PageReport.objects.create(path="/", reason="spam", resolved_at=now, resolution="Done.")
    PageReport.objects.create(path="/", reason="spam")
    rejected_posts(now)
    LogEntry.objects.create(
        user=user, content_type=ContentType.objects.get_for_model(Question), object_id="1", action_flag=CHANGE
    )
    UnsavedWork.objects.create(user=user, page=ReferencePageFactory(), content={}, seen="page 1")
    DeskDraft.objects.create(user=user, question=question)
    CaseLook.objects.create(user=user, question=question, version=1)
    StaffNotice.objects.create(user=user, question=question, kind="new", how="none", key="x")
    doctor = DoctorFactory()
    Absence.objects.create(doctor=doctor, first_day=timezone.localdate(), last_day=timezone.localdate())
    OnCall.objects.create(doctor=doctor, starts_at=now - timedelta(hours=8), ends_at=now)
    StoredPage.objects.create(
        address="/", build="x", seen=1, fresh_until=now, etag="x", headers="", body=b"x"
    )
    StaffSession.objects.create(user=user, session_key="gone")
    Session.objects.create(session_key="x", session_data="x", expire_date=now)
    DBTaskResult.objects.create(
        task_path="x", args_kwargs={}, backend_name="x", finished_at=now, run_after=now
    )


def left(days: int, hours: int = 0) -> dict[str, int]:
    """How many rows of each kind are left when periods are applied after so many days and hours."""
    apply(timezone.now() + timedelta(days=days, hours=hours))
    return {period.name: period.rows().count() for period in PERIODS}


def test_each_is_kept_for_its_days(settings: Any) -> None:
    settings.CLOSED_CASE_DAYS, settings.PRIVATE_CASE_DAYS = 100, 150
    one_of_each()
    kept = {period.name: period.rows().count() for period in PERIODS}
    assert [name for name, count in kept.items() if not count] == []
    for period in PERIODS:
        assert period.days is not None
    to_the_hour = [period for period in PERIODS if period.since != "last_day"]
    order = sorted({period.days or 0 for period in to_the_hour})
    for days in order:
        found = left(days, -1)
        assert [period.name for period in to_the_hour if period.days == days and not found[period.name]] == []
        found = left(days, 1)
        assert [period.name for period in to_the_hour if period.days == days and found[period.name]] == []
    # Unresolved reports, mail that waits and open cases are nobody's to delete; a closed case is erased.
    assert (PageReport.objects.count(), OutboxMessage.objects.count(), Question.objects.count()) == (1, 1, 3)
    assert Tombstone.objects.count() == 3


def test_an_absence_is_kept_for_its_days_from_its_last_one(doctor: Any) -> None:
    today = timezone.localdate()
    Absence.objects.create(doctor=doctor, first_day=today - timedelta(days=9), last_day=today)
    assert [left(days)["absences that are over"] for days in (180, 181)] == [1, 0]
    Absence.objects.create(doctor=doctor, first_day=today, last_day=today)
    [kept] = [each for each in report() if each.period.name == "absences that are over"]
    assert str(kept) == "absences that are over: 180 days (ROTA_DAYS), 1 rows, 0 due, oldest " + date_format(
        today
    )


def test_a_private_case_is_kept_for_its_days_and_a_public_one_for_ever(settings: Any) -> None:
    private, public = ReplyFactory(question__status=Status.ANSWERED).question, public_question()
    for question in (private, public):
        record(action="replied", question=question)
    assert left(100_000)["answered cases that are not public"] == 1
    settings.PRIVATE_CASE_DAYS = 365
    assert [left(days)["answered cases that are not public"] for days in (364, 366)] == [1, 0]
    assert Question.objects.get() == public


def test_no_private_case_goes_that_is_held_or_waits_for_somebody(settings: Any) -> None:
    settings.PRIVATE_CASE_DAYS, settings.REJECTED_DAYS = 365, 0
    now = timezone.now()
    held, asked, kept_back, answered, rejected, plain = (
        ReplyFactory(question__status=Status.ANSWERED).question for _number in range(6)
    )
    for case in (held, asked, kept_back, answered, rejected, plain):
        record(action="replied", question=case)
    Question.objects.filter(pk=held.pk).update(held_at=now, held_reason="A name in it.")
    asked.followups.create(text="And now?")
    Suspicion.objects.create(signs="links", followup=kept_back.followups.create(text="x"))
    answered.followups.create(text="And now?", answer="Rest.", answered_at=now, doctor=DoctorFactory())
    decided = {"outcome": Outcome.REJECTED, "decided_at": now, "reason": "Advertising."}
    Suspicion.objects.create(signs="links", followup=rejected.followups.create(text="x"), **decided)
    assert left(366)["answered cases that are not public"] == 0
    assert set(Question.objects.all()) == {held, asked, kept_back}
    # Once it is released or answered the period is over.
    Question.objects.filter(pk=held.pk).update(held_at=None, held_reason="")
    asked.followups.update(answer="Rest.", answered_at=now, doctor=DoctorFactory())
    assert left(366)["answered cases that are not public"] == 0
    assert set(Question.objects.all()) == {kept_back}


def test_for_ever_is_for_ever(settings: Any) -> None:
    withdraw_question(question=QuestionFactory())
    assert left(100_000)["withdrawn and declined cases"] == 1
    settings.CLOSED_CASE_DAYS = 30
    assert left(29)["withdrawn and declined cases"] == 1
    assert left(31)["withdrawn and declined cases"] == 0


def test_a_case_that_is_acted_on_meanwhile_stays_and_an_erased_one_ends_nothing(settings: Any) -> None:
    settings.CLOSED_CASE_DAYS = 30
    cases = [QuestionFactory() for _number in range(3)]
    for case in cases:
        withdraw_question(question=case)
    later = timezone.now() + timedelta(days=31)

    def meanwhile(*, question: Question) -> None:
        erase_question(question=question)
        Question.objects.filter(pk=cases[1].pk).update(status="waiting")
        for gone in Question.objects.filter(pk=cases[2].pk):
            erase_question(question=gone)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention, "erase_question", meanwhile)
        assert apply(later)["withdrawn and declined cases"] == 1
    assert list(Question.objects.values_list("pk", flat=True)) == [cases[1].pk]


def test_only_the_last_decision_about_a_post_counts() -> None:
    now = timezone.now()
    early = {"decided_at": now - timedelta(days=40), "signs": "links"}
    late = {"decided_at": now, "signs": "links"}
    question = QuestionFactory(status=Status.REJECTED, staff_message="Advertising.")
    Suspicion.objects.create(question=question, outcome="released", **early)
    Suspicion.objects.create(question=question, outcome="rejected", reason="Advertising.", **late)
    vote = HelpfulVote.objects.create(reply=ReplyFactory(), voter_hash="x", helped=True)
    Suspicion.objects.create(vote=vote, outcome="rejected", reason="Advertising.", **early)
    Suspicion.objects.create(vote=vote, outcome="released", **late)
    assert not Suspicion.objects.apart().filter(vote=vote).exists()
    apply(now)
    assert (question in Question.objects.all(), HelpfulVote.objects.get()) == (True, vote)
    apply(now + timedelta(days=31))
    assert (question in Question.objects.all(), HelpfulVote.objects.get()) == (False, vote)


def test_the_history_of_a_rejected_message_goes_with_it() -> None:
    now = timezone.now()
    rejected_posts(now)
    followup = FollowUp.objects.get()
    kind = ContentType.objects.get_for_model(FollowUp)
    entry = LogEntry.objects.create(
        user=UserFactory(), content_type=kind, object_id=str(followup.pk), object_repr="x", action_flag=CHANGE
    )
    assert FollowUp.history.exists()
    assert apply(now + timedelta(days=31))["rejected messages"] == 1
    entry.refresh_from_db()
    assert (FollowUp.objects.count(), FollowUp.history.count(), entry.object_repr) == (0, 0, "")


def test_no_notice_goes_that_nobody_has_seen(doctor: Any) -> None:
    question = QuestionFactory()
    for number, (kind, how) in enumerate(
        [("opinion_given", "none"), ("new", "daily"), ("overdue", "none"), ("new", "none")]
    ):
        StaffNotice.objects.create(user=doctor.user, question=question, kind=kind, how=how, key=str(number))
    apply(timezone.now() + timedelta(days=61))
    assert sorted(StaffNotice.objects.values_list("key", flat=True)) == ["0", "1", "2"]


def test_the_report_names_what_is_due_and_deletes_nothing() -> None:
    Draft.objects.create(key_hash="a" * 64)
    Draft.objects.create(key_hash="b" * 64)
    old = timezone.now().replace(year=2001, month=2, day=3)
    Draft.objects.filter(key_hash="a" * 64).update(updated_at=old)
    out = StringIO()
    call_command("apply_retention", "--report", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "unsent questions: 30 days (DRAFT_DAYS), 2 rows, 1 due, oldest 3 February 2001"
    assert lines[3] == (
        "withdrawn and declined cases: for ever (CLOSED_CASE_DAYS), 0 rows, 0 due, oldest none"
    )
    assert (len(lines), Draft.objects.count()) == (len(PERIODS) + 1, 2)
    for said in ("Deleted: 1 unsent questions.\n", "Deleted: nothing.\n"):
        out = StringIO()
        call_command("apply_retention", stdout=out)
        assert out.getvalue() == said


def test_nothing_is_counted_twice_by_the_report(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3 * len(PERIODS) - 2):  # what is kept for ever is never due
        report()


def test_what_holds_personal_data_and_belongs_to_no_case_has_a_period() -> None:
    """Sign-ins, wordings and the like stay; what piles up by itself does not."""
    piled = {
        Draft,
        OutboxMessage,
        PageReport,
        LogEntry,
        UnsavedWork,
        DeskDraft,
        CaseLook,
        Session,
        CaseLink,
        FollowUp,
        HelpfulVote,
        DBTaskResult,
        StaffNotice,
        Absence,
        OnCall,
        StaffSession,
        Change,
        StoredPage,
    }
    for model in piled - {DBTaskResult, Change, StoredPage}:
        kinds = {class_of(model, column.name) for column in columns(model)}
        assert kinds - {PUBLIC, OPERATIONAL} != set()
    assert piled == {period.rows().model for period in PERIODS} - {Question}

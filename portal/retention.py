"""How long the site keeps what it keeps: each period with its rows, applied and reported by `apply_retention`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks_db.models import DBTaskResult

from conditions.models import UnsavedWork
from consult.models import (
    AuditEntry,
    CaseLink,
    DeskDraft,
    Draft,
    FollowUp,
    OutboxMessage,
    PageReport,
    PublicQuestion,
    Question,
    Status,
    Suspicion,
)
from consult.models.look import CaseLook
from consult.models.staffing import Absence, OnCall, StaffNotice
from consult.models.suspicion import case_of
from consult.question.actions.erase import erase_post, erase_question
from consult.question.scrub import owe_scrub
from portal.models import Change, StaffSession, StoredPage
from portal.reading.store import CHANGES_KEPT

Outcome = Suspicion.Outcome


@dataclass(frozen=True)
class Period:
    """One kind of rows that do not stay for ever."""

    name: str
    rows: Callable[[], Any]
    since: str
    """The time, or the day, from which the period runs; rows without it are not counted yet."""
    setting: str = ""
    """The setting that holds its days, 0 for ever; empty when the period is no choice."""
    fixed_days: int = 0
    erase: bool = False
    """Erased like a patient does it, not only deleted."""

    @property
    def days(self) -> int | None:
        """How many days, None for ever."""
        return (getattr(settings, self.setting) or None) if self.setting else self.fixed_days

    def due(self, now: datetime) -> Any:
        """The rows whose time is over."""
        if self.days is None:
            return self.rows().none()
        return self.rows().filter(**{f"{self.since}__lt": now - timedelta(days=self.days)})


@dataclass(frozen=True)
class Kept:
    """What the report says of one period."""

    period: Period
    count: int
    due: int
    oldest: date | None
    """With its time, where the rows have one."""

    def __str__(self) -> str:
        days = "for ever" if self.period.days is None else f"{self.period.days} days"
        local = timezone.localtime(self.oldest) if isinstance(self.oldest, datetime) else self.oldest
        oldest = date_format(local) if local else "none"
        setting = f" ({self.period.setting})" if self.period.setting else ""
        return f"{self.period.name}: {days}{setting}, {self.count} rows, {self.due} due, oldest {oldest}"


def _cases(*statuses: Status) -> Any:
    """Cases of which strangers see nothing, with when anybody last acted on them."""
    acts = AuditEntry.objects.filter(question_number=OuterRef("pk")).exclude(action="opened")
    last = acts.order_by().values("question_number").annotate(last=Max("at")).values("last")
    public = PublicQuestion.objects.filter(question=OuterRef("pk"))
    cases = Question.objects.filter(~Exists(public), status__in=statuses)
    return cases.annotate(closed_at=Subquery(last)).filter(closed_at__isnull=False)


def _settled() -> Any:
    """Answered cases of which nothing is open: not held back, and no message waits for a doctor or a moderator."""
    messages = FollowUp.objects
    open_ = Q(pk__in=messages.unanswered().values("question")) | Q(
        pk__in=messages.kept_back().values("question")
    )
    return _cases(Status.ANSWERED, Status.PUBLISHED).filter(held_at__isnull=True).exclude(open_)


def _mail() -> Any:
    """Mail that waits for nothing any more."""
    return OutboxMessage.objects.exclude(state=OutboxMessage.State.PENDING)


def _notices() -> Any:
    """Notices that were mailed or noted, and of which nothing has to be remembered."""
    open_ = StaffNotice.objects.unseen().values("pk"), StaffNotice.objects.for_digest().values("pk")
    waiting = Question.objects.waiting().values("pk")
    told = Q(kind=StaffNotice.Kind.OVERDUE, question__in=waiting)
    return StaffNotice.objects.exclude(Q(pk__in=open_[0]) | Q(pk__in=open_[1]) | told)


def _rejected(target: str) -> Any:
    """Posts of this kind that a moderator rejected as abuse, with when; what was released since is not."""
    last = Suspicion.objects.newest().filter(**{target: OuterRef("pk")}, outcome=Outcome.REJECTED)
    model: Any = Suspicion._meta.get_field(target).related_model
    rows = model.objects.annotate(rejected_at=Subquery(last.values("decided_at")[:1]))
    return rows.filter(rejected_at__isnull=False)


PERIODS = (
    Period("unsent questions", Draft.objects.all, "updated_at", "DRAFT_DAYS"),
    Period(
        "marks of sent questions", lambda: Draft.objects.filter(question__isnull=False), "updated_at", "", 1
    ),
    Period("mailed links", CaseLink.objects.all, "expires_at"),
    Period(
        "withdrawn and declined cases",
        lambda: _cases(Status.WITHDRAWN, Status.DECLINED),
        "closed_at",
        "CLOSED_CASE_DAYS",
        erase=True,
    ),
    Period(
        "answered cases that are not public",
        _settled,
        "closed_at",
        "PRIVATE_CASE_DAYS",
        erase=True,
    ),
    Period(
        "rejected questions",
        lambda: _rejected("question").filter(status=Status.REJECTED),
        "rejected_at",
        "REJECTED_DAYS",
        erase=True,
    ),
    Period("rejected messages", lambda: _rejected("followup"), "rejected_at", "REJECTED_DAYS", erase=True),
    Period("rejected reports", lambda: _rejected("report"), "rejected_at", "REJECTED_DAYS", erase=True),
    Period("rejected votes", lambda: _rejected("vote"), "rejected_at", "REJECTED_DAYS", erase=True),
    Period("sent mail", _mail, "created_at", "SENT_MAIL_DAYS"),
    Period("resolved reports", PageReport.objects.resolved, "resolved_at", "REPORT_DAYS"),
    Period("log of the admin", LogEntry.objects.all, "action_time", "STAFF_LOG_DAYS"),
    Period("unsaved work of editors", UnsavedWork.objects.all, "kept_at", "UNSAVED_WORK_DAYS"),
    Period("unsent words at the desk", DeskDraft.objects.all, "kept_at", "UNSAVED_WORK_DAYS"),
    # Who comes back later than this reads the case as if for the first time.
    Period("looks of moderators", CaseLook.objects.all, "looked_at", "LOOK_DAYS"),
    Period("notices to staff", _notices, "created_at", "NOTICE_DAYS"),
    # Long enough to see who was there when something went wrong.
    Period("absences that are over", Absence.objects.all, "last_day", "ROTA_DAYS"),
    Period("duties that are over", OnCall.objects.all, "ends_at", "ROTA_DAYS"),
    Period("where staff were signed in", StaffSession.objects.ended, "seen_at", fixed_days=1),
    Period("sign-ins", Session.objects.all, "expire_date"),
    Period(
        "finished tasks",
        lambda: DBTaskResult.objects.filter(~Q(finished_at=None)),
        "finished_at",
        "TASK_DAYS",
    ),
    # The store of pages cleans up now and then, but a quiet site may store none for long.
    Period("stored pages", StoredPage.objects.all, "fresh_until"),
    Period("changes behind stored pages", Change.objects.all, "at", fixed_days=CHANGES_KEPT.days),
)


def report(now: datetime | None = None) -> list[Kept]:
    """What is kept of each kind, and what of it is due."""
    now = now or timezone.now()
    return [
        Kept(
            period,
            period.rows().count(),
            period.due(now).count(),
            period.rows().aggregate(oldest=Min(period.since))["oldest"],
        )
        for period in PERIODS
    ]


@transaction.atomic
def _erase(period: Period, key: int, now: datetime) -> bool:
    """Erase a case or a post unless somebody erased it or acted on it meanwhile; whether it was erased."""
    row = period.rows().filter(pk=key).first()
    if row is None:
        return False
    if case := case_of(row):  # before the suspicion, as everywhere
        Question.objects.select_for_update(no_key=True).filter(pk=case.pk).first()
    list(row.suspicions.select_for_update(of=("self",)))
    row = period.due(now).filter(pk=key).first()
    if row is None:
        return False
    if isinstance(row, Question):
        erase_question(question=row)
    else:
        erase_post(post=row)
    return True


def apply(now: datetime | None = None) -> dict[str, int]:
    """Delete what is due, each case and each rejected post in a transaction of its own; how many rows of each kind."""
    now = now or timezone.now()
    deleted = {}
    for period in PERIODS:
        rows = period.due(now)
        if period.erase:
            keys = list(rows.order_by("pk").values_list("pk", flat=True))
            deleted[period.name] = sum(_erase(period, key, now) for key in keys)
        else:
            deleted[period.name] = _delete(rows)
    return deleted


@transaction.atomic
def _delete(rows: Any) -> int:
    """Delete rows down to the bytes of the file; how many of their own kind."""
    count, by_model = rows.delete()
    if count:
        owe_scrub()
    return int(by_model.get(rows.model._meta.label, 0))

"""The first page of who answers or approves: what waits for this person, each part with its first rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.desk import access
from consult.desk.claims import next_questions
from consult.desk.team.panel import opinions_awaited_by
from consult.desk.waiting import owed_since
from consult.models import Doctor, Question, RedFlagFinding
from consult.models.querysets import QuestionQuerySet
from consult.prepared import Prepared, keep_prefetched

MOST_COUNTED = 1_000
"""Counting goes on up to here: nobody acts on an exact number beyond."""

ROWS = 6
"""Rows of each part; its heading leads to all of them."""


@dataclass
class Section:
    """One part: its name, its words, how many there are, where all of them are, and its first rows."""

    name: str
    label: str
    count: int
    address: str
    is_warning: bool = False
    rows: list[Any] = field(default_factory=list)
    screen: str = "change"

    @property
    def counted(self) -> str:
        """The number as it stands on the tile."""
        return f"{MOST_COUNTED:,}+" if self.count > MOST_COUNTED else str(self.count)


@dataclass(frozen=True)
class _Part:
    """A part as it was read: the keys of its rows in order, some more than are counted."""

    name: str
    label: str
    numbers: list[int]
    is_warning: bool = False
    screen: str = "change"


DeskPart = Callable[[HttpRequest, Doctor], Section]
"""A part of another app, which has its own rows: see QuestionAdmin.desk_parts."""


@dataclass(frozen=True)
class MyDesk:
    """The parts of somebody's first page, and the question that "next" opens, if there is one."""

    sections: list[Section]
    following: Any = None


def my_desk(request: HttpRequest, others: Sequence[DeskPart] = ()) -> MyDesk:
    """The parts of this person's desk, danger first.  One query for each, and two for the rows of all of them.

    A doctor gets those of other apps too, behind the doctor's own.
    """
    doctor = access.doctor_of(request) if access.may_reply(request) else None
    parts = _parts(request, doctor)
    wanted = {number for part in parts for number in part.numbers[: 2 * ROWS]}
    shown = rows_of(wanted, doctor, approves=access.may_approve(request))
    told: set[int] = set()
    sections: list[Section] = []
    following = None
    for part in parts:
        numbers = part.numbers
        address = f"{reverse('admin:consult_question_changelist')}?queue={part.name}"
        section = Section(part.name, part.label, len(numbers), address, part.is_warning, screen=part.screen)
        # What stands in a part above is not told twice.
        fresh = [number for number in numbers[: 2 * ROWS] if number in shown and number not in told][:ROWS]
        section.rows = [shown[number] for number in fresh]
        told.update(fresh)
        if part.name == "approval":
            for row in section.rows:
                row.since = row.approval_since
        if part.name == "waiting" and doctor:
            following = _first_free(request, doctor, numbers, shown)
            # It stands behind the danger, and is read last: what is the doctor's own is not told in it.
            sections.insert(1, section)
            sections += [other(request, doctor) for other in others]
        else:
            sections.append(section)
    return MyDesk(sections, following)


def _first_free(request: HttpRequest, doctor: Doctor, waiting: list[int], shown: dict[int, Any]) -> Any:
    """The first of those that wait which the doctor can go on with; beyond what was read, the database is asked."""
    for number in waiting[: 2 * ROWS]:
        row = shown.get(number)
        if row and row.taken_by_doctor in (None, doctor.pk) and not row.awaits_opinion:
            return row
    further = next_questions(request).select_related("specialty") if len(waiting) > 2 * ROWS else None
    return further.first() if further is not None else None


def _parts(request: HttpRequest, doctor: Doctor | None) -> list[_Part]:
    """The parts in the order in which they are read: for a doctor, then for who approves."""
    approves, parts = access.may_approve(request), []
    key = (doctor.pk, doctor.user_id or 0) if doctor else ()
    if doctor or approves:
        numbers = _ALL["danger"]() if approves else _OF_DOCTOR["danger"](*key[:1])
        parts.append(_Part("danger", _("Danger, not looked at"), numbers, is_warning=True))
    if doctor:
        parts += [
            _Part("claimed", _("Taken by you"), _OF_DOCTOR["claimed"](*key[:1])),
            _Part("followups", _("Follow-ups to your replies"), _OF_DOCTOR["followups"](*key[:1])),
            _Part("drafts", _("Your drafts"), _OF_DOCTOR["drafts"](*key)),
            _Part("waiting", _("Waiting in your specialties"), _OF_DOCTOR["waiting"](*key[:1])),
        ]
    elif approves:
        parts.append(_Part("waiting", _("Waiting for a doctor"), _ALL["waiting"]()))
    if approves:
        approval = _ALL["approval"]()
        parts.append(_Part("approval", _("Awaiting your approval"), approval, screen="approve"))
        parts.append(_Part("held", _("Held back"), _ALL["held"](), is_warning=True, screen="approve"))
    return parts


def _keys(questions: QuestionQuerySet) -> Any:
    """Their keys, as many as are counted and one more."""
    return questions.values_list("pk", flat=True)[: MOST_COUNTED + 1]


def _read_all(part: Callable[[QuestionQuerySet], QuestionQuerySet]) -> Prepared[int]:
    """Reads a part of who may open every question."""
    return Prepared(lambda: _keys(part(Question.objects.all())))


def _read_own(part: Callable[[QuestionQuerySet, Doctor], QuestionQuerySet]) -> Prepared[int]:
    """Reads a part of a doctor, given by key, and where the part asks for it by the key of the sign-in."""

    def build(doctor: int, user: int = 0) -> Any:
        reader = Doctor(pk=doctor, user_id=user)
        return _keys(part(Question.objects.for_doctor(reader), reader))

    return Prepared(build)


# Written once: Django takes ten times as long to write the SQL of these as the database to answer it.
_ALL = {
    "danger": _read_all(lambda rows: rows.in_danger()),
    "waiting": _read_all(lambda rows: rows.waiting()),
    "approval": _read_all(lambda rows: rows.awaiting_approval()),
    "held": _read_all(lambda rows: rows.held()),
}
_OF_DOCTOR = {
    "danger": _read_own(lambda rows, _doctor: rows.in_danger()),
    "claimed": _read_own(lambda rows, doctor: rows.taken_by(doctor)),
    "followups": _read_own(lambda rows, doctor: rows.followed_up_for(doctor)),
    "drafts": _read_own(lambda rows, doctor: rows.begun_by(doctor)),
    "waiting": _read_own(lambda rows, doctor: rows.waiting(doctor)),
}


def rows_of(
    numbers: Iterable[int], reader: Doctor | None = None, *, approves: bool = False
) -> dict[int, Any]:
    """The questions of these numbers, with everything that a row tells its reader: two queries, none for no number.

    A part may set `since`, from when a row waits, and `desk_address`, where it leads.
    """
    keys = sorted(numbers)
    reading = (reader.pk, reader.user_id or 0) if reader else ()
    found = {row.pk: row for row in _ROWS[reader is not None, approves](keys, *reading)}
    findings: defaultdict[int, list[RedFlagFinding]] = defaultdict(list)
    for finding in _read_findings(list(found)):
        findings[finding.question_id].append(finding)
    for row in found.values():
        keep_prefetched(row, "red_flags", findings[row.pk])
        row.since = owed_since(row)
    return found


def _told(approves: bool, numbers: list[int], doctor: int = 0, user: int = 0) -> Any:
    """The questions with these keys, with what a row tells this doctor, given by key and sign-in; of 0 nobody."""
    rows = Question.objects.with_waiting_since().with_who_is_at_work(user).select_related("specialty")
    if approves:
        rows = rows.with_approval_since()
    if doctor:
        rows = rows.annotate(awaits_opinion=Exists(opinions_awaited_by(Doctor(pk=doctor))))
    return rows.filter(pk__in=numbers).order_by()


def _findings(numbers: list[int]) -> Any:
    """What the safety check marked in the questions with these keys, the worst first."""
    return RedFlagFinding.objects.worst_first().select_related("followup").filter(question__in=numbers)


_ROWS: dict[tuple[bool, bool], Prepared[Any]] = {
    (has_reader, approves): Prepared(partial(_told, approves))
    for has_reader in (True, False)
    for approves in (True, False)
}
_read_findings: Prepared[RedFlagFinding] = Prepared(_findings)

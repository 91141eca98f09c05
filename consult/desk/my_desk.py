"""The first page of who answers or approves: what waits for this person, each part with its first rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.desk import access
from consult.desk.claims import next_questions
from consult.desk.team.panel import opinions_awaited_by
from consult.desk.waiting import owed_since
from consult.models import Doctor, Question

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
    """How a part is read: its rows in order."""

    name: str
    label: str
    rows: Any
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
    read = [
        (part, list(part.rows.values_list("pk", flat=True)[: MOST_COUNTED + 1]))
        for part in _parts(request, doctor)
    ]
    wanted = {number for _part, numbers in read for number in numbers[: 2 * ROWS]}
    shown = rows_of(wanted, doctor, approves=access.may_approve(request))
    told: set[int] = set()
    sections: list[Section] = []
    following = None
    for part, numbers in read:
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
    allowed, approves = access.allowed_questions(request), access.may_approve(request)
    parts = []
    if doctor or approves:
        parts.append(_Part("danger", _("Danger, not looked at"), allowed.in_danger(), is_warning=True))
    if doctor:
        mine = Question.objects.for_doctor(doctor)
        parts += [
            _Part("claimed", _("Taken by you"), mine.taken_by(doctor)),
            _Part("followups", _("Follow-ups to your replies"), mine.followed_up_for(doctor)),
            _Part("drafts", _("Your drafts"), mine.begun_by(doctor)),
            _Part("waiting", _("Waiting in your specialties"), mine.waiting(doctor)),
        ]
    elif approves:
        parts.append(_Part("waiting", _("Waiting for a doctor"), allowed.waiting()))
    if approves:
        approval = allowed.awaiting_approval()
        parts.append(_Part("approval", _("Awaiting your approval"), approval, screen="approve"))
        parts.append(_Part("held", _("Held back"), allowed.held(), is_warning=True, screen="approve"))
    return parts


def rows_of(
    numbers: Iterable[int], reader: Doctor | None = None, *, approves: bool = False
) -> dict[int, Any]:
    """The questions of these numbers, with everything that a row tells its reader: two queries, none for no number.

    A part may set `since`, from when a row waits, and `desk_address`, where it leads.
    """
    rows = (
        Question.objects.with_waiting_since()
        .with_who_is_at_work(reader.user_id if reader else None)
        .select_related("specialty")
        .with_red_flags()
    )
    if approves:
        rows = rows.with_approval_since()
    if reader:
        rows = rows.annotate(awaits_opinion=Exists(opinions_awaited_by(reader)))
    found: dict[int, Any] = rows.in_bulk(list(numbers))
    for row in found.values():
        row.since = owed_since(row)
    return found

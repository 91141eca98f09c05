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
from consult.models.querysets import QuestionQuerySet

MOST_COUNTED = 1_000
"""Counting goes on up to here: nobody acts on an exact number beyond."""

ROWS = 6
"""Rows of each part; its heading leads to all of them."""

SHOWN = 2 * ROWS
"""Rows of each part among which those are chosen: some stand in a part above already."""

_IN_ORDER = ("danger_level", "waiting_since", "pk")


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


@dataclass(frozen=True)
class OtherPart:
    """A part of another app: the questions (by key) whose rows it shows, and what makes it of these rows."""

    numbers: list[int]
    section: Callable[[dict[int, Any]], Section]


DeskPart = Callable[[HttpRequest, Doctor], OtherPart]
"""Reads a part of another app: see QuestionAdmin.desk_parts."""


@dataclass(frozen=True)
class MyDesk:
    """The parts of somebody's first page, and the question that "next" opens, if there is one."""

    sections: list[Section]
    following: Any = None


def my_desk(request: HttpRequest, others: Sequence[DeskPart] = ()) -> MyDesk:
    """The parts of this person's desk, danger first.  A query or two for each, and two for the rows of all of them.

    A doctor gets those of other apps too, behind the doctor's own.
    """
    doctor = access.doctor_of(request) if access.may_reply(request) else None
    parts = _parts(request, doctor)
    other_parts = [other(request, doctor) for other in others] if doctor else []
    fresh = _fresh(parts)
    wanted = {
        number for numbers in [*fresh.values(), *(part.numbers for part in other_parts)] for number in numbers
    }
    if doctor:
        wanted.update(number for part in parts if part.name == "waiting" for number in part.numbers[:SHOWN])
    shown = rows_of(wanted, doctor, approves=access.may_approve(request))
    sections: list[Section] = []
    following = None
    for part in parts:
        address = f"{reverse('admin:consult_question_changelist')}?queue={part.name}"
        section = Section(
            part.name, part.label, len(part.numbers), address, part.is_warning, screen=part.screen
        )
        section.rows = [shown[number] for number in fresh[part.name] if number in shown]
        if part.name == "approval":
            for row in section.rows:
                row.since = row.approval_since
        if part.name == "waiting" and doctor:
            following = _first_free(request, doctor, part.numbers, shown)
            # It stands behind the danger, and is read last: what is the doctor's own is not told in it.
            sections.insert(1, section)
            sections += [other.section(shown) for other in other_parts]
        else:
            sections.append(section)
    return MyDesk(sections, following)


def _fresh(parts: Iterable[_Part]) -> dict[str, list[int]]:
    """The first rows of each part (by key), without what stands in a part above: nothing is told twice."""
    told: set[int] = set()
    fresh = {}
    for part in parts:
        fresh[part.name] = [number for number in part.numbers[:SHOWN] if number not in told][:ROWS]
        told.update(fresh[part.name])
    return fresh


def _first_free(request: HttpRequest, doctor: Doctor, waiting: list[int], shown: dict[int, Any]) -> Any:
    """The first of those that wait which the doctor can go on with; beyond what was read, the database is asked."""
    for number in waiting[:SHOWN]:
        row = shown.get(number)
        if row and row.taken_by_doctor in (None, doctor.pk) and not row.awaits_opinion:
            return row
    further = next_questions(request).select_related("specialty") if len(waiting) > SHOWN else None
    return further.first() if further is not None else None


def _parts(request: HttpRequest, doctor: Doctor | None) -> list[_Part]:
    """The parts in the order in which they are read: for a doctor, then for who approves."""
    approves, parts = access.may_approve(request), []
    every = Question.objects.all()
    # Written once for all parts: of a page with so many of them most of the time is for writing SQL.
    mine = Question.objects.for_doctor(doctor) if doctor else every
    if doctor or approves:
        numbers = _keys((every if approves else mine).in_danger())
        parts.append(_Part("danger", _("Danger, not looked at"), numbers, is_warning=True))
    if doctor:
        parts += [
            _Part("claimed", _("Taken by you"), _keys(mine.taken_by(doctor))),
            _Part("followups", _("Follow-ups to your replies"), _keys(mine.followed_up_for(doctor))),
            _Part("drafts", _("Your drafts"), _keys(mine.begun_by(doctor))),
            _Part("waiting", _("Waiting in your specialties"), _waiting(mine, doctor)),
        ]
    elif approves:
        parts.append(_Part("waiting", _("Waiting for a doctor"), _waiting(every)))
    if approves:
        approval = _keys(every.awaiting_approval())
        parts.append(_Part("approval", _("Awaiting your approval"), approval, screen="approve"))
        parts.append(_Part("held", _("Held back"), _keys(every.held()), is_warning=True, screen="approve"))
    return parts


def _keys(questions: QuestionQuerySet) -> list[int]:
    """Their keys, as many as are counted and one more."""
    return list(questions.values_list("pk", flat=True)[: MOST_COUNTED + 1])


def _waiting(questions: QuestionQuerySet, doctor: Doctor | None = None) -> list[int]:
    """The keys of what waits among the questions, as `_keys` of `waiting()` would give them.

    The answers that are owed are few.  They are put among the first replies; behind these nobody asks for an order.
    """
    replies, answers = questions.waiting_apart(doctor)
    most = MOST_COUNTED + 1
    owed = list(answers.values_list(*_IN_ORDER)[:most])
    numbers = list(replies.values_list("pk", flat=True)[:most])
    if not owed:
        return numbers
    first = sorted([*owed, *replies.values_list(*_IN_ORDER)[:SHOWN]], key=lambda row: (-row[0], *row[1:]))
    return [*(number for *_order, number in first), *numbers[SHOWN:]][:most]


def rows_of(
    numbers: Iterable[int], reader: Doctor | None = None, *, approves: bool = False
) -> dict[int, Any]:
    """The questions of these numbers, with everything that a row tells its reader: two queries, none for no number.

    A part may set `since`, from when a row waits, and `desk_address`, where it leads.
    """
    user = reader.user_id if reader else None
    rows = Question.objects.with_waiting_since().with_who_is_at_work(user).select_related("specialty")
    if approves:
        rows = rows.with_approval_since()
    if reader:
        rows = rows.annotate(awaits_opinion=Exists(opinions_awaited_by(reader)))
    found = {row.pk: row for row in rows.with_red_flags().filter(pk__in=sorted(numbers)).order_by()}
    for row in found.values():
        row.since = owed_since(row)
    return found

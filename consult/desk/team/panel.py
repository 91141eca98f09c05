"""The part of the desk that is among staff: notes, second opinions, and to whom the question goes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import Media
from django.utils import timezone
from django.utils.functional import cached_property

from consult.desk.team.forms import AssignForm, NoteForm, OpinionForm
from consult.models import Claim, Doctor, Question, Specialty
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.querysets import QuestionQuerySet
from consult.models.staffing import present


def knowing_internal(questions: QuestionQuerySet) -> QuestionQuerySet:
    """The questions, knowing whether there are notes and second opinions, so that none are looked for in vain."""
    known: QuestionQuerySet = questions.annotate(
        has_notes=Exists(InternalNote.objects.filter(question=OuterRef("pk"))),
        has_opinions=Exists(SecondOpinion.objects.filter(question=OuterRef("pk"))),
    )
    return known


def opinions_awaited_by(doctor: Doctor) -> QuerySet[Any]:
    """The second opinions that this doctor asked for and nobody has given, on the question of an outer query."""
    return SecondOpinion.objects.open().filter(asked_by=doctor, question=OuterRef("pk"))


class TeamPanel:
    """What one person reads and may do there.  `bound` makes the arguments of a form, as the desk does."""

    template = "admin/consult/question/team/panel.html"
    media = Media()

    def __init__(
        self,
        *,
        question: Question,
        doctor: Doctor | None,
        specialties: list[Specialty],
        can_reply: bool,
        may_share: bool,
        pressed: str,
        bound: Callable[[bool], dict[str, Any]],
    ) -> None:
        self.question, self.doctor, self.can_reply = question, doctor, can_reply
        self.specialties = specialties
        self.may_share = may_share
        self.pressed, self.bound = pressed, bound

    @cached_property
    def claim(self) -> Claim | None:
        """Who has the question now; read along with the question."""
        claim: Claim | None = getattr(self.question, "claim", None)
        return claim if claim and claim.until > timezone.now() else None

    @property
    def is_mine(self) -> bool:
        """Whether the reader has it."""
        return bool(self.claim and self.doctor and self.claim.doctor_id == self.doctor.pk)

    @property
    def may_assign(self) -> bool:
        """Whether the reader may give it to somebody: who shares out may, and before the reply who has it.

        In a case that is answered a message or a changed reference may wait for a doctor.
        """
        state = self.question.state
        return (state.is_open and (self.may_share or self.is_mine)) or (state.is_replied and self.may_share)

    @property
    def may_ask(self) -> bool:
        """Whether a second opinion can still be of use."""
        return self.can_reply and (self.question.state.is_open or self.question.state.is_replied)

    @cached_property
    def notes(self) -> list[InternalNote]:
        """What staff wrote to each other, oldest first."""
        if not getattr(self.question, "has_notes", True):
            return []
        rows = InternalNote.objects.filter(question=self.question)
        return list(rows.select_related("author", "passed_from", "passed_to"))

    @cached_property
    def opinions(self) -> list[SecondOpinion]:
        """What colleagues were asked, oldest first."""
        if not getattr(self.question, "has_opinions", True):
            return []
        rows = SecondOpinion.objects.filter(question=self.question)
        return list(rows.select_related("asked_by", "of_doctor", "of_specialty", "given_by"))

    @cached_property
    def colleagues(self) -> list[Doctor]:
        """Who else may be asked or given the question."""
        return list(present().exclude(pk=self.doctor.pk if self.doctor else 0).order_by("name"))

    @cached_property
    def note_form(self) -> NoteForm:
        """A new note."""
        return NoteForm(**self.bound(self.pressed == "note"))

    @cached_property
    def opinion_form(self) -> OpinionForm:
        """A new request."""
        return OpinionForm(
            **self.bound(self.pressed == "askopinion"),
            colleagues=self.colleagues,
            specialties=self.specialties,
        )

    @cached_property
    def assign_form(self) -> AssignForm:
        """To whom it goes."""
        return AssignForm(
            **self.bound(self.pressed == "assign"),
            colleagues=self.colleagues,
            seen=self.claim.doctor_id if self.claim else None,
        )

    @property
    def forms(self) -> list[forms.Form]:
        """Those that the reader may fill in."""
        return [
            self.note_form,
            *([self.opinion_form] if self.may_ask else []),
            *([self.assign_form] if self.may_assign else []),
        ]

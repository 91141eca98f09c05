"""Notes among staff, and second opinions: asked for, given, taken into a reply."""

from django.db import transaction
from django.utils import timezone

from consult.models import Doctor, Question, Specialty
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.staffing import StaffNotice
from consult.models.status import TransitionError
from consult.notifications.staff import at_work_in, tell
from consult.question.audit import Actor, record, signed_in
from consult.question.locking import lock


class AlreadyGivenError(Exception):
    """Somebody has given this opinion meanwhile; `opinion` is how it stands."""

    def __init__(self, opinion: SecondOpinion) -> None:
        super().__init__("The opinion was given already.")
        self.opinion = opinion


@transaction.atomic
def add_note(*, question: Question, text: str, actor: Actor) -> InternalNote:
    """Write a note that only staff can read."""
    note = InternalNote.objects.create(question=question, author=signed_in(actor), text=text)
    record(action="internal note", question=question, actor=actor)
    return note


@transaction.atomic
def ask_opinion(
    *, question: Question, doctor: Doctor, of: Doctor | Specialty, request: str, actor: Actor
) -> SecondOpinion:
    """Ask a colleague, or whoever of a specialty is at work, for their view.

    Raises TransitionError when the patient can have no words of a doctor any more.
    """
    question = lock(question)
    if not (question.state.is_open or question.state.is_replied):
        raise TransitionError(f"Nobody is asked about a question that is {question.status}.")
    named = isinstance(of, Doctor)
    opinion = SecondOpinion.objects.create(
        question=question,
        asked_by=doctor,
        request=request,
        **{"of_doctor" if named else "of_specialty": of},
    )
    record(
        action="second opinion asked",
        question=question,
        actor=actor,
        colleague=of.user if isinstance(of, Doctor) else None,
    )
    people = [of.user] if isinstance(of, Doctor) else at_work_in(of.pk)
    tell(
        kind=StaffNotice.Kind.OPINION_ASKED,
        question=question,
        people=people,
        key=str(opinion.pk),
        actor=actor,
    )
    return opinion


@transaction.atomic
def give_opinion(*, opinion: SecondOpinion, doctor: Doctor, view: str, actor: Actor) -> SecondOpinion:
    """Give the view, once.  Raises AlreadyGivenError when a colleague of the specialty was quicker.

    Raises TransitionError when the case was answered or taken back meanwhile.
    """
    question = lock(opinion.question)
    if not SecondOpinion.objects.readable().filter(pk=opinion.pk).exists():
        raise TransitionError("The case was closed before the opinion was given.")
    opinion = SecondOpinion.objects.select_related("asked_by__user", "given_by").get(pk=opinion.pk)
    if opinion.is_given:
        raise AlreadyGivenError(opinion)
    opinion.view, opinion.given_by, opinion.given_at = view, doctor, timezone.now()
    opinion.save()
    record(action="second opinion given", question=question, actor=actor)
    tell(
        kind=StaffNotice.Kind.OPINION_GIVEN,
        question=question,
        people=[opinion.asked_by.user],
        key=str(opinion.pk),
        actor=actor,
    )
    return opinion


@transaction.atomic
def use_opinion(*, opinion: SecondOpinion, actor: Actor) -> SecondOpinion:
    """Note that its words were taken into a reply; a second time changes nothing."""
    if opinion.used_at is None:
        opinion.used_at = timezone.now()
        opinion.save(update_fields=["used_at"])
        record(action="second opinion used", question=opinion.question, actor=actor)
    return opinion

"""A question is passed to another specialty, with the reason."""

from typing import Any

from django.db import transaction

from consult.events import question_changed
from consult.models import Claim, DeskDraft, Question, Reply, Specialty
from consult.models.internal import InternalNote
from consult.models.staffing import StaffNotice
from consult.models.status import TransitionError
from consult.notifications.staff import answerers, tell
from consult.question.audit import Actor, record, signed_in
from consult.question.locking import bump, lock


@transaction.atomic
def refer_question(
    *, question: Question, specialty: Specialty, note: str, actor: Actor, version: int | None = None
) -> Question:
    """Pass the question to another specialty, saying why.  It keeps its waiting time: asked_at does not change.

    Whoever had it, by a claim or a draft, is told where it went; the doctors of the specialty hear of a new question.
    Raises StaleVersionError, TransitionError when no first reply is owed any more: a public thread stays where it is.
    """
    question = lock(question, version=version)
    if not question.state.is_open:
        raise TransitionError(f"A question that is {question.status} is not passed on.")
    had = _who_has(question)
    Claim.objects.filter(question=question).delete()
    InternalNote.objects.create(
        question=question,
        kind=InternalNote.Kind.PASSED_ON,
        author=signed_in(actor),
        text=note,
        passed_from=question.specialty,
        passed_to=specialty,
    )
    question.specialty = specialty
    bump(question, reason="referred")
    record(action="referred", question=question, actor=actor)
    key = str(question.version)
    tell(kind=StaffNotice.Kind.PASSED_ON, question=question, people=had, key=key, actor=actor)
    fresh = [user for user in answerers(question) if user not in had]
    tell(kind=StaffNotice.Kind.NEW, question=question, people=fresh, key=key, actor=actor)
    question_changed.send(sender=Question, question=question)
    return question


def _who_has(question: Question) -> list[Any]:
    """The users who had it: by a claim that runs, by a reply that they have begun, or by words not sent yet."""
    claims = Claim.objects.running().filter(question=question).select_related("doctor__user")
    drafts = Reply.objects.drafts().filter(question=question).select_related("doctor__user")
    typed = DeskDraft.objects.filter(question=question).select_related("user")
    return [*(row.doctor.user for row in (*claims, *drafts) if row.doctor.user), *(row.user for row in typed)]

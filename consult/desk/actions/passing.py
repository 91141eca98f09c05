"""A question is passed to another specialty, with the reason."""

from typing import Any

from django.db import transaction

from consult.events import question_changed
from consult.models import Claim, Question, Reply, Specialty
from consult.models.internal import InternalNote
from consult.models.staffing import StaffNotice
from consult.notifications.staff import answerers, tell
from consult.question.audit import Actor, record, signed_in
from consult.question.locking import bump, lock


@transaction.atomic
def refer_question(
    *, question: Question, specialty: Specialty, note: str, actor: Actor, version: int | None = None
) -> Question:
    """Pass the question to another specialty, saying why.  It keeps its waiting time: asked_at does not change.

    Whoever had it, by a claim or a draft, is told where it went; the doctors of the specialty hear of a new question.
    Raises StaleVersionError.
    """
    question = lock(question, version=version)
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
    """The users who had it: by a claim that runs, or by a reply that they have begun."""
    claims = Claim.objects.running().filter(question=question).select_related("doctor__user")
    drafts = Reply.objects.drafts().filter(question=question).select_related("doctor__user")
    return [row.doctor.user for row in (*claims, *drafts) if row.doctor.user]

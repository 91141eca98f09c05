"""A question becomes public, or ceases to be."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from consult.actions.audit import Actor, record
from consult.actions.notify import enqueue
from consult.actions.versions import bump, lock
from consult.events import question_changed
from consult.models import ConsentWording, FollowUp, OutboxMessage, Question, Status
from consult.models.consent import ConsentKind


class NotPublishableError(Exception):
    """The question may not be made public; the text says why and what to do."""


@transaction.atomic
def approve_question(
    *, question: Question, actor: Actor, version: int | None = None, followups: Iterable[FollowUp] = ()
) -> Question:
    """Make an answered question public, with every reply published so far and the answered `followups`.

    Raises NotPublishableError without the patient's consent, without a published reply, or while it is held;
    StaleVersionError when the text is not the `version` that the editor read.
    """
    question = lock(question, version=version)
    if question.held_at:
        raise NotPublishableError("This question is held back. Lift the hold first.")
    if not question.consents.filter(kind=ConsentKind.PUBLISH, withdrawn_at__isnull=True).exists():
        raise NotPublishableError("The patient has not agreed to publication.")
    now = timezone.now()
    if not question.replies.published().exists():
        raise NotPublishableError("No reply has been published to the patient yet.")
    for reply in question.replies.published().filter(approved_at__isnull=True):
        reply.approved_at = now
        bump(reply, reason="approved")
    chosen = [followup.pk for followup in followups]
    for followup in question.followups.exclude(answered_at=None).filter(pk__in=chosen, approved_at=None):
        followup.approved_at = now
        followup._change_reason = "approved"  # type: ignore[attr-defined]
        followup.save()
    if question.status != Status.PUBLISHED:
        question.move_to(Status.PUBLISHED)
        question.published_at = now
    question.approved_by = actor if actor is not None and actor.is_authenticated else None  # type: ignore[assignment]
    bump(question, reason="approved")
    record(action="approved", question=question, actor=actor)
    enqueue(kind=OutboxMessage.Kind.PUBLISHED, question=question, key=f"{question.pk}:{question.version}")
    question_changed.send(sender=Question, question=question)
    return question


@transaction.atomic
def unpublish_question(*, question: Question, actor: Actor, action: str = "unpublished") -> Question:
    """Take a public question back to its patient alone.  Raises TransitionError when it is not public."""
    question = lock(question)
    _leave_the_public(question, Status.ANSWERED)
    bump(question, reason=action)
    record(action=action, question=question, actor=actor)
    question_changed.send(sender=Question, question=question)
    return question


@transaction.atomic
def withdraw_publication(*, question: Question) -> Question:
    """The patient takes back the consent to publication; the case itself stays."""
    question = lock(question)
    question.consents.filter(kind=ConsentKind.PUBLISH, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
    if question.status == Status.PUBLISHED:
        _leave_the_public(question, Status.ANSWERED)
    bump(question)
    record(action="publication withdrawn", question=question)
    question_changed.send(sender=Question, question=question)
    return question


@transaction.atomic
def agree_to_publication(*, question: Question, wording: ConsentWording) -> Question:
    """The patient gives the consent to publication (again).  An editor still has to approve the text."""
    question = lock(question)
    standing = question.consents.filter(kind=ConsentKind.PUBLISH, withdrawn_at__isnull=True)
    if not standing.exists():
        question.consents.create(wording=wording, kind=ConsentKind.PUBLISH, given_at=timezone.now())
        bump(question)
        record(action="publication agreed", question=question)
    return question


@transaction.atomic
def withdraw_question(*, question: Question) -> Question:
    """The patient takes the whole question back.  Raises TransitionError when that was done before."""
    question = lock(question)
    _leave_the_public(question, Status.WITHDRAWN)
    bump(question)
    record(action="withdrawn", question=question)
    question_changed.send(sender=Question, question=question)
    return question


def _leave_the_public(question: Question, status: str) -> None:
    """Move to `status` and clear what only a public question has.  Does not save."""
    question.move_to(status)
    question.published_at = None
    question.approved_by = None

"""A question becomes public, or ceases to be."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.events import question_changed
from consult.models import ConsentWording, Correction, FollowUp, OutboxMessage, Question, Status
from consult.models.consent import ConsentKind
from consult.notifications.outbox import enqueue
from consult.question.audit import Actor, record, signed_in
from consult.question.corrections import settle, settle_answer
from consult.question.danger_level import set_level
from consult.question.locking import bump, lock


class NotPublishableError(Exception):
    """The question may not be made public; the text says why and what to do."""


@transaction.atomic
def approve_question(
    *,
    question: Question,
    actor: Actor,
    version: int | None = None,
    followups: Iterable[FollowUp] | None = None,
) -> Question:
    """Make an answered question public, with every reply published so far, in its newest words.

    Of the answered follow-ups, `followups` and no others are public from now on; None leaves each as it is.
    Raises NotPublishableError without the patient's consent, without a published reply, while it is held, or when a
    reply says nowhere when to seek care; StaleVersionError when the text is not the `version` that the editor read.
    """
    question = lock(question, version=version)
    if question.held_at:
        raise NotPublishableError(_("This question is held back. Lift the hold first."))
    if not question.consents.standing(ConsentKind.PUBLISH).exists():
        raise NotPublishableError(_("The patient has not agreed to publication."))
    replies = list(question.replies.published().select_related("doctor"))
    if not replies:
        raise NotPublishableError(_("No reply has been published to the patient yet."))
    waiting = {row.reply_id: row for row in Correction.objects.filter(reply__in=replies)}
    for reply in replies:
        if reply.pk not in waiting and not reply.safety_net_lines:
            text = _(
                "The reply of %s does not say when to seek care now. Add that first: “Change this reply”."
            )
            raise NotPublishableError(text % reply.doctor.name)
    now = timezone.now()
    for reply in replies:
        if correction := waiting.get(reply.pk):
            settle(reply, correction)
        if correction or reply.approved_at is None:
            reply.approved_at = reply.approved_at or now
            bump(reply, reason="correction approved" if correction else "approved")
    _settle_followups(question, None if followups is None else {followup.pk for followup in followups}, now)
    if not question.state.is_public:
        question.move_to(Status.PUBLISHED)
        question.published_at = now
    question.approved_by = signed_in(actor)
    bump(question, reason="approved")
    record(action="approved", question=question, actor=actor)
    enqueue(kind=OutboxMessage.Kind.PUBLISHED, question=question, key=f"{question.pk}:{question.version}")
    question_changed.send(sender=Question, question=question)
    return question


def _settle_followups(question: Question, chosen: set[int] | None, now: datetime) -> None:
    """Approve the answered follow-ups that are chosen, in their newest words; take the others from the public page."""
    for followup in question.followups.answered():
        is_chosen = followup.is_public if chosen is None else followup.pk in chosen
        is_moved, is_corrected = is_chosen != followup.is_public, settle_answer(followup)
        if is_moved:
            followup.approved_at = now if is_chosen else None
        if is_moved or is_corrected or followup.decided_at is None:
            reason = "approved" if is_chosen else "no longer public" if is_moved else "stays private"
            followup.decided_at, followup._change_reason = now, reason  # type: ignore[attr-defined]
            followup.save()


@transaction.atomic
def unpublish_question(*, question: Question, actor: Actor) -> Question:
    """Take a public question back to its patient alone.  Raises TransitionError when it is not public."""
    question = lock(question)
    question.leave_public(Status.ANSWERED)
    bump(question, reason="unpublished")
    record(action="unpublished", question=question, actor=actor)
    question_changed.send(sender=Question, question=question)
    return question


@transaction.atomic
def withdraw_publication(*, question: Question) -> Question:
    """The patient takes back the consent to publication; the case itself stays."""
    question = lock(question)
    question.consents.standing(ConsentKind.PUBLISH).update(withdrawn_at=timezone.now())
    if question.state.is_public:
        question.leave_public(Status.ANSWERED)
    bump(question)
    record(action="publication withdrawn", question=question)
    question_changed.send(sender=Question, question=question)
    return question


@transaction.atomic
def agree_to_publication(*, question: Question, wording: ConsentWording) -> Question:
    """The patient gives the consent to publication (again).  An editor still has to approve the text."""
    question = lock(question)
    if not question.consents.standing(ConsentKind.PUBLISH).exists():
        question.consents.create(wording=wording, kind=ConsentKind.PUBLISH, given_at=timezone.now())
        bump(question)
        record(action="publication agreed", question=question)
    return question


@transaction.atomic
def withdraw_question(*, question: Question) -> Question:
    """The patient takes the whole question back.  A second time changes nothing."""
    question = lock(question)
    if question.state.is_final:
        return question
    question.leave_public(Status.WITHDRAWN)
    bump(question)
    record(action="withdrawn", question=question)
    set_level(question)
    question_changed.send(sender=Question, question=question)
    return question

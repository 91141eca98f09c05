"""Changed words of a public reply: taken back before an editor approves them; and a reply that leaves the site now."""

from django.db import transaction

from consult.events import question_changed
from consult.models import Correction, Question, Reply, Status
from consult.question.audit import Actor, record
from consult.question.locking import bump, lock


@transaction.atomic
def discard_correction(*, reply: Reply, actor: Actor, version: int | None = None) -> Reply:
    """Take back the words that wait; those that an editor approved stand.  Raises StaleVersionError."""
    question = lock(reply.question)
    reply = lock(reply, version=version)
    correction = Correction.objects.filter(reply=reply).first()
    if correction is None:
        return reply
    correction.delete()
    bump(reply, reason="correction taken back")
    bump(question, reason="a correction was taken back")
    record(action="correction taken back", question=question, actor=actor)
    return reply


@transaction.atomic
def withdraw_reply(*, reply: Reply, actor: Actor) -> Reply:
    """Take a reply off the public site at once, and the question with it when no other reply is public.

    Its patient still reads it.  An editor may approve it again.
    """
    question = lock(reply.question)
    reply = lock(reply)
    if reply.approved_at is None:
        return reply
    reply.approved_at = None
    bump(reply, reason="taken off the site")
    if question.state.is_public and not question.replies.public().exists():
        question.leave_public(Status.ANSWERED)
    bump(question, reason="a reply was taken off the site")
    record(action="reply taken off the site", question=question, actor=actor)
    question_changed.send(sender=Question, question=question)
    return reply

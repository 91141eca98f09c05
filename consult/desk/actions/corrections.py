"""Changed words of what is public: of a reply, taken back before an editor approves them; of the answer to a message.

And a reply that leaves the site now.
"""

from django.db import transaction
from django.utils import timezone

from consult.events import question_changed
from consult.models import Correction, FollowUp, Question, Reply, Status
from consult.models.status import TransitionError
from consult.notifications.staff import tell_of_changed_words
from consult.question.audit import Actor, record
from consult.question.locking import StaleVersionError, bump, lock


@transaction.atomic
def discard_correction(*, reply: Reply, actor: Actor, version: int | None = None) -> bool:
    """Take back the words that wait, those that an editor approved stand; whether any waited.

    Raises StaleVersionError.
    """
    question = lock(reply.question)
    reply = lock(reply, version=version)
    correction = Correction.objects.filter(reply=reply).first()
    if correction is None:
        return False
    correction.delete()
    bump(reply, reason="correction taken back")
    bump(question, reason="a correction was taken back")
    entry = record(action="correction taken back", question=question, actor=actor)
    tell_of_changed_words(question=question, doctor=reply.doctor, key=str(entry.pk), actor=actor)
    return True


@transaction.atomic
def withdraw_reply(*, reply: Reply, actor: Actor) -> bool:
    """Take a reply off the public site at once, and the question with it when no other reply is public.

    Return whether it was there.  Its patient still reads it.  An editor may approve it again.
    """
    question = lock(reply.question)
    reply = lock(reply)
    if reply.approved_at is None:
        return False
    reply.approved_at = None
    bump(reply, reason="taken off the site")
    if question.state.is_public and not question.replies.public().exists():
        question.leave_public(Status.ANSWERED)
    bump(question, reason="a reply was taken off the site")
    record(action="reply taken off the site", question=question, actor=actor)
    question_changed.send(sender=Question, question=question)
    return True


@transaction.atomic
def correct_answer(
    *, followup: FollowUp, answer: str, actor: Actor, seen: str, approved: bool = True
) -> FollowUp:
    """Store other words of the answer to a message; the patient reads them at once.  The same words change nothing.

    With `approved` False, those of a public answer wait for an editor, and the approved ones stay public until then.
    Its doctor is told when somebody else did it.  Raises StaleVersionError when the newest words are not those of
    the mark `seen`, TransitionError when the patient has withdrawn the question.
    """
    question, followup = _locked(followup)
    if followup.newest_mark != seen:
        raise StaleVersionError(followup)
    if answer == followup.newest_answer:
        return followup
    if not approved and followup.is_public and question.state.is_public:
        followup.new_answer, followup.new_answer_at, followup.decided_at = answer, timezone.now(), None
        return _stored(question, followup, "answer correction proposed", actor)
    followup.answer, followup.corrected_at = answer, timezone.now()
    followup.new_answer, followup.new_answer_at = "", None
    if not approved:
        followup.approved_at = None
    elif followup.is_public:
        followup.decided_at = followup.corrected_at
    return _stored(question, followup, "answer changed", actor)


@transaction.atomic
def discard_answer_correction(*, followup: FollowUp, actor: Actor, seen: str) -> bool:
    """Take back the words that wait, the approved answer stands; whether any waited.

    Raises StaleVersionError, TransitionError.
    """
    question, followup = _locked(followup)
    if followup.newest_mark != seen:
        raise StaleVersionError(followup)
    if not followup.new_answer:
        return False
    followup.new_answer, followup.new_answer_at, followup.decided_at = "", None, followup.approved_at
    _stored(question, followup, "answer correction taken back", actor)
    return True


def _locked(followup: FollowUp) -> tuple[Question, FollowUp]:
    """The question, then the message, as they stand; only what has an answer has one to correct."""
    question = lock(followup.question)
    current = FollowUp.objects.select_for_update(no_key=True).get(pk=followup.pk)
    if not (question.state.is_replied and current.answered_at):
        raise TransitionError(f"No answer can be corrected on a question that is {question.status}.")
    return question, current


def _stored(question: Question, followup: FollowUp, done: str, actor: Actor) -> FollowUp:
    """Save the message, so that an editor who is reading the case must read it anew, and tell its doctor."""
    followup._change_reason = done  # type: ignore[attr-defined]
    followup.save()
    bump(question, reason=done)
    entry = record(action=done, question=question, actor=actor)
    assert followup.doctor is not None  # a constraint says so of what is answered
    tell_of_changed_words(question=question, doctor=followup.doctor, key=str(entry.pk), actor=actor)
    question_changed.send(sender=Question, question=question)
    return followup

"""A doctor replies, asks for more, or declines."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consult.desk.actions.claim import settle_claim
from consult.events import question_changed
from consult.models import (
    Correction,
    Doctor,
    FollowUp,
    InformationRequest,
    OutboxMessage,
    Question,
    Reply,
    Status,
)
from consult.models.correction import WORDS
from consult.models.status import TransitionError
from consult.notifications.outbox import enqueue
from consult.notifications.staff import tell_of_changed_words
from consult.question.actions.publication import NotPublishableError
from consult.question.actions.red_flags import look_at_red_flags
from consult.question.audit import Actor, record, signed_in
from consult.question.locking import StaleVersionError, bump, lock


@transaction.atomic
def publish_reply(*, reply: Reply, actor: Actor, version: int | None = None) -> Reply:
    """Let the patient read the reply.  The first one makes the question answered, also a declined one.

    That ends the claim of a colleague, who is told.  Raises StaleVersionError when `version` is given and not the
    stored one, TransitionError when the patient has withdrawn the question, NotPublishableError when the reply has no
    safety net or its doctor no valid licence.  A reply added to a question that is already public stays private to the
    patient until an editor approves it.
    """
    question = lock(reply.question)
    reply = lock(reply, version=version)
    if reply.is_published:
        return reply
    _refuse_unlicensed(reply.doctor)
    if not reply.safety_net_lines:
        raise NotPublishableError(
            _("Say when the patient has to seek care now: no reply goes out without it.")
        )
    reply.published_at = timezone.now()
    bump(reply, reason="published")
    is_first = not question.state.is_replied
    if is_first:
        question.move_to(Status.ANSWERED)
        question.answered_at = reply.published_at
        # A patient who was not sure leaves the filing to the doctor.
        question.specialty = question.specialty or reply.specialty
    # Also when it was answered before: an editor who is reading it must read this reply too.
    bump(question, reason="answered")
    entry = record(action="replied", question=question, actor=actor)
    if is_first:
        settle_claim(question=question, key=str(entry.pk), actor=actor)
    look_at_red_flags(question=question, findings=question.red_flags.in_question(), actor=actor)
    enqueue(kind=OutboxMessage.Kind.ANSWERED, question=question, key=str(reply.pk))
    question_changed.send(sender=Question, question=question)
    return reply


@transaction.atomic
def save_reply(
    *,
    reply: Reply,
    actor: Actor,
    version: int | None = None,
    approved: bool = True,
    panels: dict[str, Any] | None = None,
    panels_changed: bool = False,
) -> Reply:
    """Store the words of a new or changed reply.

    With `approved` False, changed words of a public reply wait for an editor as a correction, with what `panels` of
    other apps keep; the words that were approved stay public until then.  The reply that is returned says so as
    `waiting`.  Its doctor is told when somebody else has changed the words, or what the panels keep (`panels_changed`).
    Raises StaleVersionError when the stored reply is not the `version` that the doctor opened.
    """
    if reply.pk is None:
        reply.save()
        record(action="reply drafted", question=reply.question, actor=actor)
        return reply
    question = lock(reply.question)
    stored = lock(reply, version=version)
    if not approved and stored.approved_at and question.state.is_public:
        return _propose(question, stored, reply, actor, panels or {})
    newest: Any = Correction.objects.filter(reply=stored).first() or stored
    is_changed = panels_changed or any(getattr(newest, name) != getattr(reply, name) for name in WORDS)
    reply.version, reply.waiting = stored.version, None
    # Its words are in the form that is saved here.
    Correction.objects.filter(reply=stored).delete()
    reply.approved_at = stored.approved_at if approved else None
    reply.corrected_at = timezone.now() if reply.approved_at else stored.corrected_at
    bump(reply, reason="changed")
    entry = record(action="reply changed", question=question, actor=actor)
    if is_changed:
        tell_of_changed_words(question=question, doctor=reply.doctor, key=str(entry.pk), actor=actor)
    if reply.is_published:
        # An editor who is reading the question must read the new words too.
        bump(question, reason="its reply was changed")
        question_changed.send(sender=Question, question=question)
    return reply


def _refuse_unlicensed(doctor: Doctor) -> None:
    """Raise NotPublishableError unless the doctor's licence was verified and holds today."""
    if not doctor.is_licensed:
        text = _("The licence of %s is not verified, or has expired. An administrator can enter the new one.")
        raise NotPublishableError(text % doctor.name)


def _propose(question: Question, stored: Reply, typed: Reply, actor: Actor, panels: dict[str, Any]) -> Reply:
    """Let the typed words wait behind those that stand.  Their versions rise: nobody approves what was not read."""
    correction = Correction.objects.filter(reply=stored).first() or Correction(reply=stored)
    for column in WORDS:
        setattr(correction, column, getattr(typed, column))
    correction.panels, correction.written_by = panels, signed_in(actor)
    correction.save()
    bump(stored, reason="a correction waits")
    record(action="correction proposed", question=question, actor=actor)
    bump(question, reason="its reply was corrected")
    stored.waiting = correction
    return stored


def _tell_patient(
    *, question: Question, status: str, message: str, actor: Actor, kind: str, version: int | None
) -> Question:
    """Move the question, with words for its patient."""
    question = lock(question, version=version)
    question.move_to(status)
    question.staff_message = message
    bump(question, reason=kind)
    entry = record(action=kind, question=question, actor=actor)
    if question.state.is_refused:
        settle_claim(question=question, key=str(entry.pk), actor=actor)
    look_at_red_flags(question=question, findings=question.red_flags.in_question(), actor=actor)
    enqueue(kind=kind, question=question, key=f"{question.pk}:{question.version}")
    return question


@transaction.atomic
def request_information(
    *, question: Question, message: str, actor: Actor, version: int | None = None
) -> Question:
    """Ask the patient for more, which stops the clock.  Raises TransitionError, StaleVersionError.

    Each request is kept, with the answer that follows it.
    """
    question = _tell_patient(
        question=question,
        status=Status.NEEDS_INFO,
        message=message,
        actor=actor,
        kind=OutboxMessage.Kind.NEEDS_INFO,
        version=version,
    )
    InformationRequest.objects.create(question=question, text=message, asked_by=signed_in(actor))
    return question


@transaction.atomic
def decline_question(
    *, question: Question, message: str, actor: Actor, version: int | None = None
) -> Question:
    """Say why nobody here can answer, and end a colleague's claim.  Raises TransitionError, StaleVersionError."""
    return _tell_patient(
        question=question,
        status=Status.DECLINED,
        message=message,
        actor=actor,
        kind=OutboxMessage.Kind.DECLINED,
        version=version,
    )


@transaction.atomic
def answer_followup(*, followup: FollowUp, answer: str, doctor: Doctor, actor: Actor) -> FollowUp:
    """Answer a patient's follow-up message.

    Raises StaleVersionError when somebody has answered it meanwhile, TransitionError when the patient has withdrawn
    the question, NotPublishableError when the doctor has no valid licence, or while the patient reads that a colleague
    answers.
    """
    question = lock(followup.question)
    _refuse_unlicensed(doctor)
    if not question.state.is_replied:
        raise TransitionError(f"A follow-up to a question that is {question.status} is not answered.")
    followup = FollowUp.objects.select_for_update().get(pk=followup.pk)
    if followup.answered_at:
        raise StaleVersionError(followup)
    if not FollowUp.objects.owed_by(doctor).filter(pk=followup.pk).exists():
        text = _("The patient was told that %(doctor)s answers. You may from %(time)s on.")
        moment = date_format(localtime(followup.meant_until), "j F Y, H:i")
        raise NotPublishableError(text % {"doctor": followup.meant_for, "time": moment})
    followup._change_reason = "answered"  # type: ignore[attr-defined]
    followup.answer = answer
    followup.doctor = doctor
    followup.answered_at = timezone.now()
    followup.save()
    # An editor who is reading the case must read the answer too.
    bump(question, reason="a follow-up was answered")
    record(action="follow-up answered", question=question, actor=actor)
    look_at_red_flags(question=question, findings=followup.red_flags.all(), actor=actor)
    enqueue(kind=OutboxMessage.Kind.FOLLOW_UP_ANSWERED, question=question, key=str(followup.pk))
    return followup

"""A post that looks like abuse is set aside; a moderator releases or rejects it.  What speaks of danger never is."""

from collections.abc import Iterable

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from consult.models import Claim, DeskDraft, FollowUp, HelpfulVote, PageReport, Question, Status, Suspicion
from consult.models.internal import InternalNote, SecondOpinion
from consult.models.safety import DangerLevel
from consult.question.actions.hand_over import hand_over_followup, hand_over_question
from consult.question.audit import Actor, record, signed_in
from consult.question.locking import bump, lock

Outcome = Suspicion.Outcome
Post = Question | FollowUp | PageReport | HelpfulVote
_COLUMNS = {Question: "question", FollowUp: "followup", PageReport: "report", HelpfulVote: "vote"}


class DecidedError(Exception):
    """Somebody else has decided meanwhile, or its patient has withdrawn or erased the question."""


@transaction.atomic
def set_aside(*, post: Post, signs: Iterable[str]) -> bool:
    """Keep the post from doctors, queues and figures; whether that was done.

    Call it after the safety check has read the post: what speaks of a danger goes its usual way, also what a doctor
    is at work on, and staff see the signs all the same.
    """
    noted = Suspicion(signs=",".join(signs), **{_COLUMNS[type(post)]: post})
    if _speaks_of_danger(post):
        noted.outcome, noted.decided_at = Outcome.DANGER, timezone.now()
    elif isinstance(post, Question) and _is_in_hand(post):
        noted.outcome, noted.decided_at = Outcome.IN_HAND, timezone.now()
    noted.save()
    if noted.outcome != Outcome.OPEN:
        return False
    if isinstance(post, Question):
        post.move_to(Status.SET_ASIDE)
        bump(post, reason="set aside")
    record(action="set aside", question=noted.case)
    return True


def _speaks_of_danger(post: Post) -> bool:
    """Whether the safety check has marked it, or a reader reports what cannot wait."""
    if isinstance(post, Question):
        return post.danger_level > DangerLevel.NONE
    if isinstance(post, FollowUp):
        return post.red_flags.exists()
    return isinstance(post, PageReport) and post.is_urgent


def _is_in_hand(question: Question) -> bool:
    """Whether a doctor has it, has begun to write or has asked its patient: that shows that it is meant."""
    return (
        question.state.awaits_patient
        or Claim.objects.running().filter(question=question).exists()
        or question.replies.drafts().exists()
        or DeskDraft.objects.filter(question=question).exists()
        or question.information_requests.exists()
        or SecondOpinion.objects.filter(question=question).exists()
        or InternalNote.objects.filter(question=question).exists()
    )


@transaction.atomic
def release(*, suspicion: Suspicion, actor: Actor) -> Suspicion:
    """Let the post go its usual way, also one that was rejected.  Raises DecidedError."""
    row = _locked(suspicion, Outcome.OPEN, Outcome.REJECTED)
    _decide(row, Outcome.RELEASED, actor=actor)
    if row.question:
        _pass_on(_locked_question(row.question, Status.WAITING), row)
    if row.followup:
        hand_over_followup(followup=row.followup)
    return row


@transaction.atomic
def reject(*, suspicion: Suspicion, reason: str = "", actor: Actor) -> Suspicion:
    """Keep it from everybody, for the reason that its patient reads on the case page.  Raises DecidedError.

    Who votes or reports reads none, so none is kept.
    It is deleted after REJECTED_DAYS (portal.retention); until then it can be released.
    """
    row = _locked(suspicion, Outcome.OPEN)
    _decide(row, Outcome.REJECTED, actor=actor, reason=reason if row.is_of_patient else "")
    if row.question:
        question = _locked_question(row.question, Status.REJECTED)
        question.staff_message = reason
        bump(question, reason="rejected")
    return row


@transaction.atomic
def pass_on_for_danger(*, question: Question) -> Question:
    """A danger was found in the words of a question that is set aside: it goes its usual way at once."""
    question = lock(question)
    open_ = question.suspicions.select_for_update(of=("self",)).filter(outcome=Outcome.OPEN).first()
    if open_:  # never more than one
        _decide(open_, Outcome.DANGER, actor=None)
    question.move_to(Status.WAITING)
    return _pass_on(question, open_)


@transaction.atomic
def pass_on_followup_for_danger(*, followup: FollowUp) -> None:
    """The same for a message; nothing when it is not set aside.  Call it with the question locked."""
    for row in followup.suspicions.select_for_update(of=("self",)).filter(outcome=Outcome.OPEN):
        _decide(row, Outcome.DANGER, actor=None)
        hand_over_followup(followup=followup)


def _locked(suspicion: Suspicion, *standing: str) -> Suspicion:
    """The row as it stands, locked; its outcome has to be one of `standing`.

    The question of the case is locked before it, as whoever acts on the question does: else two wait for each other.
    """
    try:
        if (case := suspicion.case) is not None:
            lock(case)
        row = Suspicion.objects.select_for_update(of=("self",)).get(pk=suspicion.pk)
    except ObjectDoesNotExist as gone:
        raise DecidedError from gone
    if row.outcome not in standing or (row.followup and not row.followup.question.state.is_replied):
        raise DecidedError
    return row


def _locked_question(question: Question, status: str) -> Question:
    """The question, locked and moved to the status."""
    question = lock(question)
    if status not in question.state.leads_to:
        raise DecidedError
    question.move_to(status)
    return question


def _decide(row: Suspicion, outcome: str, *, actor: Actor, reason: str = "") -> None:
    """Store what was decided, by whom."""
    row.outcome, row.reason = outcome, reason
    row.decided_at, row.decided_by = timezone.now(), signed_in(actor)
    row.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])
    record(action=_action(row, outcome), question=row.case, actor=actor)


def _action(row: Suspicion, outcome: str) -> str:
    """The word of the trail.  Its patient is told of "released" and "rejected": their own words, read by a person."""
    if outcome == Outcome.DANGER:
        return "let through for danger"
    done = "rejected" if outcome == Outcome.REJECTED else "released"
    return done if row.is_of_patient else f"{row.target} {done}"


def _pass_on(question: Question, row: Suspicion | None) -> Question:
    """The question waits for a doctor from now on, as if it had just been asked; doctors hear of it once more."""
    question.staff_message = ""
    bump(question, reason="released")
    hand_over_question(question=question, key=f"released {row.pk}" if row else "asked")
    return question

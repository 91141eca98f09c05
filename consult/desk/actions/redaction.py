"""Personal data is taken out of what doctors and patients wrote beside the question, in all of its texts at once."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from consult.events import question_changed
from consult.models import Correction, FollowUp, Question, Reply
from consult.models.staffing import StaffNotice
from consult.notifications.staff import tell
from consult.question.audit import Actor, record
from consult.question.locking import bump, lock

REASON = "personal data replaced"


@transaction.atomic
def redact_case(*, question: Question, rewrite: Callable[[str], str], actor: Actor) -> int:
    """Rewrite published replies, the corrections that wait, and answered messages; return how many changed.

    Their earlier words stay in the history.  Doctors in whose words something changed are told, and readers see that
    a public reply was corrected.  The words of the question itself are edited on their form.
    """
    question = lock(question)
    # In a fixed order, so that no two who lock several wait for each other.
    replies = list(question.replies.published().select_for_update(no_key=True).order_by("pk"))
    corrections = Correction.objects.select_for_update().filter(reply__in=replies).order_by("pk")
    messages = question.followups.answered().select_for_update().order_by("pk")
    changed: list[Any] = [
        *(row for row in replies if _rewritten(row, Reply.TEXTS, rewrite) and _store_reply(row)),
        *(row for row in corrections if _rewritten(row, Reply.TEXTS, rewrite) and _store(row, Reply.TEXTS)),
        *(
            row
            for row in messages
            if _rewritten(row, FollowUp.TEXTS, rewrite) and _store(row, FollowUp.TEXTS)
        ),
    ]
    if not changed:
        return 0
    _bump_behind_corrections(changed, replies)
    # Another editor who is reading it must read the new words.
    bump(question, reason=REASON)
    entry = record(action=REASON, question=question, actor=actor)
    doctors = {_author(row) for row in changed}
    tell(
        kind=StaffNotice.Kind.REDACTED,
        question=question,
        people=[doctor.user for doctor in doctors if doctor],
        key=str(entry.pk),
        actor=actor,
    )
    question_changed.send(sender=Question, question=question)
    return len(changed)


def _rewritten(row: Any, columns: tuple[str, ...], rewrite: Callable[[str], str]) -> bool:
    """Rewrite these columns of the row, and keep on it which of them that changed; whether it did any."""
    row.rewritten = set()
    for column in columns:
        before = getattr(row, column)
        setattr(row, column, rewrite(before))
        if getattr(row, column) != before:
            row.rewritten.add(column)
    return bool(row.rewritten)


def _store_reply(reply: Reply) -> bool:
    if reply.approved_at:
        reply.corrected_at = timezone.now()
    bump(reply, reason=REASON)
    return True


def _store(row: Correction | FollowUp, columns: tuple[str, ...]) -> bool:
    """Only its words: who wrote a correction, and when, stays."""
    row._change_reason = REASON  # type: ignore[union-attr]
    row.save(update_fields=columns)
    return True


def _bump_behind_corrections(changed: list[Any], replies: list[Reply]) -> None:
    """Who has a reply open whose correction alone was rewritten must read it anew: "Save" asks its version."""
    corrected = {row.reply_id for row in changed if isinstance(row, Correction)}
    for reply in replies:
        if reply.pk in corrected and reply not in changed:
            bump(reply, reason=REASON)


def _author(row: Any) -> Any:
    """The doctor in whose words something changed; nobody where these were the patient's alone."""
    if isinstance(row, FollowUp) and row.rewritten <= {"text"}:  # type: ignore[attr-defined]
        return None
    return row.reply.doctor if isinstance(row, Correction) else row.doctor

"""Readers say whether a reply helped, and report what is wrong."""

from collections.abc import Iterable

from django.db import transaction

from consult.models import HelpfulVote, OutboxMessage, PageReport, Question, Reply
from consult.notifications.outbox import enqueue
from consult.question.actions.set_aside import set_aside
from consult.question.audit import record


@transaction.atomic
def vote(
    *, reply: Reply, voter_hash: str, helped: bool, missing: str | None = None, signs: Iterable[str] = ()
) -> HelpfulVote:
    """Store one person's answer to "Did this help?", replacing an earlier one.

    `missing` is what they would have wanted to read, for staff only; None leaves an earlier text as it is.
    With `signs` of abuse it counts once a moderator has released it.
    Writes no audit entry: votes change nothing about the question, and the trail is for acts on cases.
    """
    values: dict[str, object] = {"helped": helped}
    if missing is not None:
        values["missing"] = missing
    row, _created = HelpfulVote.objects.update_or_create(reply=reply, voter_hash=voter_hash, defaults=values)
    if signs and not row.suspicions.open().exists():
        set_aside(post=row, signs=signs)
    return row


@transaction.atomic
def report_page(
    *, path: str, reason: str, details: str, question: Question | None, signs: Iterable[str] = ()
) -> PageReport:
    """Put a report of the page at `path` into the queue of staff; alert them when it cannot wait.

    With `signs` of abuse it is set aside, unless it is urgent.
    """
    report = PageReport.objects.create(path=path, reason=reason, details=details, question=question)
    if question is not None:
        record(action="reported", question=question)
    if signs:
        set_aside(post=report, signs=signs)
    if report.is_urgent:
        enqueue(kind=OutboxMessage.Kind.STAFF_ALERT, question=question, key=f"report:{report.pk}")
    return report

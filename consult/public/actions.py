"""Readers say whether a reply helped, and report what is wrong."""

from django.db import transaction

from consult.models import HelpfulVote, OutboxMessage, PageReport, Question, Reply
from consult.notifications.outbox import enqueue
from consult.question.audit import record

# Reports that cannot wait until somebody looks at the list.
URGENT_REASONS = frozenset({PageReport.Reason.PERSONAL_DATA, PageReport.Reason.DANGEROUS})


@transaction.atomic
def vote(*, reply: Reply, voter_hash: str, helped: bool, missing: str | None = None) -> HelpfulVote:
    """Store one person's answer to "Did this help?", replacing an earlier one.

    `missing` is what they would have wanted to read, for staff only; None leaves an earlier text as it is.
    Writes no audit entry: votes change nothing about the question, and the trail is for acts on cases.
    """
    values: dict[str, object] = {"helped": helped}
    if missing is not None:
        values["missing"] = missing
    row, _created = HelpfulVote.objects.update_or_create(reply=reply, voter_hash=voter_hash, defaults=values)
    return row


@transaction.atomic
def report_page(*, path: str, reason: str, details: str, question: Question | None) -> PageReport:
    """Put a report of the page at `path` into the queue of staff; alert them when it cannot wait."""
    report = PageReport.objects.create(path=path, reason=reason, details=details, question=question)
    if question is not None:
        record(action="reported", question=question)
    if reason in URGENT_REASONS:
        enqueue(kind=OutboxMessage.Kind.STAFF_ALERT, question=question, key=f"report:{report.pk}")
    return report

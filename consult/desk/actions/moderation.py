"""Staff settle a reader's report, or send stuck mail again."""

from django.db import transaction
from django.utils import timezone

from consult.models import OutboxMessage, PageReport
from consult.question.audit import Actor, record


@transaction.atomic
def resolve_report(*, report: PageReport, resolution: str, actor: Actor) -> PageReport:
    """Close the report with what was done about it."""
    report.resolution = resolution
    report.resolved_at = report.resolved_at or timezone.now()
    report.save(update_fields=["resolution", "resolved_at"])
    if report.question is not None:
        record(action="report resolved", question=report.question, actor=actor)
    return report


@transaction.atomic
def retry_message(*, message: OutboxMessage, actor: Actor) -> OutboxMessage:
    """Make an unsent message due now; one that was given up gets all its tries again.  Sent ones stay as they are."""
    current = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    if current.state == OutboxMessage.State.SENT:
        return current
    if current.state == OutboxMessage.State.FAILED:
        current.state, current.attempts = OutboxMessage.State.PENDING, 0
    current.next_attempt_at = timezone.now()
    current.save(update_fields=["state", "attempts", "next_attempt_at"])
    if current.question is not None:
        record(action="mail tried again", question=current.question, actor=actor)
    return current

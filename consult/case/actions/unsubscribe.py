"""A patient stops mail, or starts it again."""

from django.db import transaction
from django.utils import timezone

from consult.models import Contact, OutboxMessage
from consult.question.audit import record


@transaction.atomic
def unsubscribe(*, contact: Contact) -> None:
    """Send no more news to this contact, also none that waits.  Links that are asked for still go out."""
    contact.unsubscribed_at = contact.unsubscribed_at or timezone.now()
    contact.save()
    waiting = OutboxMessage.objects.filter(contact=contact, state=OutboxMessage.State.PENDING)
    waiting.exclude(kind=OutboxMessage.Kind.CASE_LINK).delete()
    record(action="mail stopped")


@transaction.atomic
def subscribe_again(*, contact: Contact) -> None:
    """Send news to this contact again."""
    contact.unsubscribed_at = None
    contact.save()
    record(action="mail started again")

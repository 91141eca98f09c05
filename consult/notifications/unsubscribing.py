"""Stopping mail with one tap, and starting it again."""

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consult.models import Contact, OutboxMessage

SALT = "consult.unsubscribe"


def unsubscribe_path(contact: Contact) -> str:
    """Return the path that stops mail to this contact.  It never expires and opens nothing else."""
    return reverse("consult:unsubscribe", args=[signing.dumps(contact.pk, salt=SALT)])


def contact_of(token: str) -> Contact | None:
    """Return the contact of an unsubscribe token, None when it was tampered with or the contact was erased."""
    try:
        return Contact.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None


@transaction.atomic
def unsubscribe(*, contact: Contact) -> None:
    """Send no more news to this contact, also none that waits.  Links that are asked for still go out."""
    contact.unsubscribed_at = contact.unsubscribed_at or timezone.now()
    contact.save()
    waiting = OutboxMessage.objects.filter(contact=contact, state=OutboxMessage.State.PENDING)
    waiting.exclude(kind=OutboxMessage.Kind.CASE_LINK).delete()


def subscribe_again(*, contact: Contact) -> None:
    """Send news to this contact again."""
    contact.unsubscribed_at = None
    contact.save()

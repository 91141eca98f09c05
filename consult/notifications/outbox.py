"""Puts messages into the outbox."""

from consult.models import Contact, OutboxMessage, Question
from consult.notifications.after_commit import send_soon


def enqueue(
    *, kind: str, question: Question | None = None, contact: Contact | None = None, key: str
) -> OutboxMessage | None:
    """Queue one message, once for each `key`; None when the patient left no address or has unsubscribed.

    `contact` defaults to the question's.  A staff alert needs no contact.
    """
    if kind == OutboxMessage.Kind.STAFF_ALERT:
        contact = None
    else:
        contact = contact or (question.contact if question else None)
        if contact is None or (contact.unsubscribed_at and kind != OutboxMessage.Kind.CASE_LINK):
            return None
    message, _created = OutboxMessage.objects.get_or_create(
        dedupe_key=f"{kind}:{key}", defaults={"kind": kind, "question": question, "contact": contact}
    )
    send_soon()
    return message

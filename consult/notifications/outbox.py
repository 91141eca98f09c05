"""Puts messages into the outbox."""

import secrets

from django.core.mail import EmailMessage
from django.db import transaction

from consult.models import Contact, OutboxMessage, Question
from consult.notifications.account_mail import sealed
from consult.notifications.tasks import send_due_messages


def enqueue(
    *, kind: str, question: Question | None = None, contact: Contact | None = None, key: str
) -> OutboxMessage | None:
    """Queue one message, once for each `key`; None when the patient left no address or has unsubscribed.

    `contact` defaults to the question's.  A staff alert needs no contact.  The outbox is drained by a task as soon as
    the transaction has committed; should that fail, the message waits there for `send_notifications`.
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
    transaction.on_commit(send_due_messages.enqueue, robust=True)
    return message


def enqueue_mail(mail: EmailMessage, *, key: str = "") -> OutboxMessage:
    """Queue a finished mail to staff, about their own sign-in or their work; once for each `key`, when there is one."""
    message, _created = OutboxMessage.objects.get_or_create(
        dedupe_key=f"account:{key or secrets.token_hex(16)}",
        defaults={"kind": OutboxMessage.Kind.ACCOUNT, "sealed": sealed(mail)},
    )
    transaction.on_commit(send_due_messages.enqueue, robust=True)
    return message

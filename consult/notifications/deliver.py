"""Sends what is due.  Nothing is lost, and two workers never send the same message."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from consult.common.database import give_back_connection
from consult.models import OutboxMessage
from consult.notifications.compose import compose
from consult.notifications.retries import note_failure, note_success

log = logging.getLogger(__name__)

# A worker that dies while sending frees its message after this time.  Sending takes EMAIL_TIMEOUT at most.
LEASE = timedelta(minutes=5)


@dataclass
class Drained:
    """How many messages one run sent, and how many tries failed."""

    sent: int = 0
    failed: int = 0


def drain(limit: int = 500) -> Drained:
    """Send the messages that are due, oldest first, at most `limit` tries; stop when the mail server is away."""
    done = Drained()
    connection = get_connection()
    try:
        while done.sent + done.failed < limit and (message := claim()):
            error = _send(message, connection)
            if error is None:
                done.sent += 1
                continue
            done.failed += 1
            if isinstance(error, OSError) and not hasattr(error, "recipients"):
                break
    finally:
        with suppress(Exception):
            connection.close()
    return done


def claim() -> OutboxMessage | None:
    """Take the next message that is due for this worker alone; None when none is.

    The update names the try that was read, so of two workers one changes the row and the other nothing, on SQLite
    and on PostgreSQL alike.
    """
    for message in OutboxMessage.objects.due().select_related("contact", "question", "staff")[:20]:
        taken = OutboxMessage.objects.filter(
            pk=message.pk,
            state=OutboxMessage.State.PENDING,
            attempts=message.attempts,
            next_attempt_at=message.next_attempt_at,
        ).update(attempts=F("attempts") + 1, next_attempt_at=timezone.now() + LEASE)
        if taken:
            message.attempts += 1
            return message
    return None


def _send(message: OutboxMessage, connection: BaseEmailBackend) -> Exception | None:
    """Send one claimed message and store how it went; returns the error, if any."""
    composed = None
    try:
        composed = compose(message)
        composed.mail.connection = connection
        give_back_connection()  # a mail server may take its time
        connection.open()
        composed.mail.send()
    except Exception as error:
        # Whatever goes wrong with one message must neither lose it nor stop the others.
        if composed is not None:
            composed.forget_link()
        note_failure(message, error)
        log.warning(
            "Message %s was not sent (try %s): %s", message.pk, message.attempts, type(error).__name__
        )
        with suppress(Exception):
            connection.close()
        return error
    note_success(message)
    return None

"""What a failed try means: when to try again, when to give up, and what staff are told."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.exceptions import ValidationError
from django.utils import timezone

from consult.common.sealing import SealError
from consult.models import OutboxMessage

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# A day and a half in all: after 1, 2, 4 ... minutes, then every 6 hours.
MOST_ATTEMPTS = 15


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed tries: doubled each time, at most 6 hours."""
    return min(FIRST_WAIT * int(2 ** (attempts - 1)), LONGEST_WAIT)


def is_final(error: Exception) -> bool:
    """Whether trying again is useless.

    The server refuses for good (SMTP 5xx), nobody can mail the address, or no key of ours opens the mail.
    """
    if isinstance(error, ValidationError | SealError):
        return True
    codes = []
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    elif isinstance(error, SMTPResponseException):
        codes = [error.smtp_code]
    return bool(codes) and all(500 <= code < 600 for code in codes)


def in_short(error: Exception) -> str:
    """Return what staff may see of an error: its kind and code, never an address or the server's words."""
    code = getattr(error, "smtp_code", "")
    if isinstance(error, SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    return f"{type(error).__name__} {code}".strip()[:200]


def note_failure(message: OutboxMessage, error: Exception) -> None:
    """Store the failed try: wait longer, or give up for staff to see."""
    gone = message.attempts >= MOST_ATTEMPTS or is_final(error)
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxMessage.State.FAILED if gone else OutboxMessage.State.PENDING,
        next_attempt_at=timezone.now() + wait_after(message.attempts),
        last_error=in_short(error),
    )


def note_success(message: OutboxMessage) -> None:
    """Store that the message has gone out."""
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxMessage.State.SENT, sent_at=timezone.now(), last_error="", sealed=""
    )

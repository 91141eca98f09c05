"""`manage.py send_notifications`: send the mail that is due."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from consult.common.repeating import add_every, for_ever
from consult.models import OutboxMessage
from consult.notifications.deliver import drain


class Command(BaseCommand):
    """Drain the outbox once, or for ever."""

    help = "Sends the mail that is due. Safe to run twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--every SECONDS keeps it running."""
        add_every(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say what is left."""
        if options["every"]:
            for_ever(lambda: self._send(always_tell=False), options["every"], self.stderr)
        self._send(always_tell=True)

    def _send(self, *, always_tell: bool) -> None:
        done = drain()
        given_up = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count()
        if always_tell or done.sent or done.failed:
            self.stdout.write(f"Sent {done.sent}, failed {done.failed}, given up so far {given_up}.")

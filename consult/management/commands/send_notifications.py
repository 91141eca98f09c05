"""`manage.py send_notifications`: send the mail that is due."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from consult.common.database import give_back_connection
from consult.models import OutboxMessage
from consult.notifications.deliver import drain


class Command(BaseCommand):
    """Drain the outbox once, or for ever."""

    help = "Sends the mail that is due. Safe to run twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--every SECONDS keeps it running."""
        parser.add_argument("--every", type=int, metavar="SECONDS", help="run again after so many seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say what is left."""
        if not options["every"]:
            self._send(always_tell=True)
            return
        while True:
            try:
                self._send(always_tell=False)
            except DatabaseError as error:
                # It may be restarting; the messages are safe in it.
                self.stderr.write(
                    f"The database does not answer ({type(error).__name__}); trying again later."
                )
                connection.close()
            give_back_connection()
            time.sleep(options["every"])

    def _send(self, *, always_tell: bool) -> None:
        done = drain()
        given_up = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count()
        if always_tell or done.sent or done.failed:
            self.stdout.write(f"Sent {done.sent}, failed {done.failed}, given up so far {given_up}.")

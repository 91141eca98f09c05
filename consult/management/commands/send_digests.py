"""`manage.py send_digests`: the mail of the day to each of the staff who wants one."""

from typing import Any

from django.core.management.base import BaseCommand

from consult.notifications.digest import queue_digests


class Command(BaseCommand):
    """Puts the notices of the day into the outbox, one mail for each person."""

    help = (
        "Mails each of the staff their notices of the day; to be run once a day, a second run sends nothing."
    )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        """Do it once."""
        queued = queue_digests()
        if verbosity:
            self.stdout.write(f"Mails of the day: {queued}.")

"""`manage.py remind_of_reviews`: tell editors by mail which reference pages are due for review."""

from typing import Any

from django.core.management.base import BaseCommand

from conditions.revisions.reminders import remind_of_reviews


class Command(BaseCommand):
    """Queue the reminders."""

    help = (
        "Tells editors by mail which reference pages are due for review, at most once a week. Run it daily."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue, and say how many pages are due."""
        self.stdout.write(f"{remind_of_reviews()} pages are due for review.")

"""`manage.py propose_for_desks`: make anew what is out of date of the proposals beside the questions in hand."""

from typing import Any

from django.core.management.base import BaseCommand

from conditions.related.upkeep.proposals import refresh


class Command(BaseCommand):
    """Make some of them; the next run goes on."""

    help = "Makes proposals of causes and similar cases for the questions in hand, so that no desk waits for them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, and say for how many questions."""
        self.stdout.write(f"Proposals for {refresh()} questions were made.")

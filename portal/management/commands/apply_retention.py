"""`manage.py apply_retention`: delete what has been kept for as long as the settings say."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.retention import apply, report


class Command(BaseCommand):
    """Deletes, or says what it would delete."""

    help = "Deletes what has been kept for as long as the settings say. --report only counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to delete."""
        parser.add_argument("--report", action="store_true", help="list every period, and delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete or count, and say how much."""
        if options["report"]:
            for kept in report():
                self.stdout.write(str(kept))
            self.stdout.write(
                "questions: until their patients erase them; audit trail: for ever, without words"
            )
            return
        told = [f"{count} {name}" for name, count in apply().items() if count]
        self.stdout.write(f"Deleted: {', '.join(told) or 'nothing'}.")

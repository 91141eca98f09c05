"""`manage.py keep_figures`: count the day for the page of figures."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.figures.keep import keep_totals


class Command(BaseCommand):
    """Keep the daily totals."""

    help = "Counts yesterday, and the two weeks before it once more, for the figures. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and say which days."""
        first, last = keep_totals()
        self.stdout.write(f"Counted from {first} to {last}.")

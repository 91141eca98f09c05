"""`manage.py draw_sample`: draw replies for the review of their quality."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from consult.desk.actions.quality import draw_sample


class Command(BaseCommand):
    """Draws what is due."""

    help = "Draws replies of each doctor for review, QUALITY_PERCENT in a hundred; to be run once a day."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        """Draw, and say how many."""
        drawn = draw_sample(percent=settings.QUALITY_PERCENT)
        if verbosity:
            self.stdout.write(f"Replies drawn for review: {drawn}.")

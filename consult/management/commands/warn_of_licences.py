"""`manage.py warn_of_licences`: tell doctors and administrators by mail of licences that end soon."""

from typing import Any

from django.core.management.base import BaseCommand

from consult.notifications.licences import warn_of_licences


class Command(BaseCommand):
    """Queue the notices."""

    help = (
        "Tells doctors and administrators 60 days, 14 days and one day before a licence ends. Run it daily."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue, and say of how many doctors."""
        self.stdout.write(f"Licences that end soon: {warn_of_licences()}.")

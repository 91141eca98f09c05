"""`manage.py note_changed_references`: find replies that cite what their reference page says no longer."""

from typing import Any

from django.core.management.base import BaseCommand

from conditions.grounding.look_through import look_through


class Command(BaseCommand):
    """Look through every passage."""

    help = "Finds replies that cite what their reference page says no longer; their doctors are asked. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and say how many are new."""
        self.stdout.write(f"{look_through()} cited passages have changed on their pages.")

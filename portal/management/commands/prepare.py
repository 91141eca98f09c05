"""`manage.py prepare`: everything that `make run` needs before it serves, in one process."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Quick where all is there: starting Django is most of the time, and it is started once."""

    help = "Makes what is missing: language model, lexicon, database, demo site. Safe to run twice."
    requires_system_checks = []  # some would warn of what is about to be made

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step by its own command."""
        call_command("build_encoder")
        call_command("build_synonyms")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("seed_demo")

"""`manage.py share_out`: what has to be looked at every hour so that no question is forgotten."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from consult.desk.actions.absence import give_back_of_absent
from consult.desk.overdue import tell_of_overdue


class Command(BaseCommand):
    """Lets claims of doctors who are away or answer here no more flow back, and tells of what is overdue."""

    help = "Claims of who is away flow back, staff are told of overdue questions; to be run every hour."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        """Do it once."""
        back = give_back_of_absent(today=timezone.localdate())
        overdue = tell_of_overdue()
        if verbosity:
            self.stdout.write(f"Flowed back: {back}; overdue, told now: {overdue}.")

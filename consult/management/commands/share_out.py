"""`manage.py share_out`: what has to be looked at every hour so that no question is forgotten."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from consult.desk.actions.absence import give_back_of_absent
from consult.desk.overdue import tell_of_overdue
from consult.models.staffing import StaffNotice

# Notices are kept so long, noted or not.
KEPT = timedelta(days=60)


class Command(BaseCommand):
    """Lets claims of absent doctors flow back, tells of what is overdue, forgets old notices."""

    help = "Claims of who is away flow back, staff are told of overdue questions; to be run every hour."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        """Do it once."""
        back = give_back_of_absent(today=timezone.localdate())
        overdue = tell_of_overdue()
        StaffNotice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
        if verbosity:
            self.stdout.write(f"Flowed back: {back}; overdue, told now: {overdue}.")

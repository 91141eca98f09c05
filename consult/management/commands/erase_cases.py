"""`manage.py erase_cases NUMBER ...`: erase these cases for good, as after a backup was restored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from consult.models import Question
from consult.question.actions.erase import erase_question


class Command(BaseCommand):
    """Erases cases by number.  Numbers that are gone already are passed over, so it can be run again."""

    help = "Erases cases for good, like their patients: those that a restored backup has brought back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The numbers, which the log names."""
        parser.add_argument(
            "numbers", nargs="+", type=int, metavar="NUMBER", help="as in: Case 12 was erased."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase each, and say how many there were."""
        found = list(Question.objects.filter(pk__in=options["numbers"]))
        missing = sorted(set(options["numbers"]) - {question.pk for question in found})
        for question in found:
            erase_question(question=question)
        self.stdout.write(f"Erased {len(found)}; not there: {', '.join(map(str, missing)) or 'none'}.")

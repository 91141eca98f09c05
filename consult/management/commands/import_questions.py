"""`manage.py import_questions FILE [--publish]`: answered questions from a JSON Lines file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consult.importing.lines import ImportFileError
from consult.importing.questions import import_questions
from consult.importing.rows import COLUMNS


class Command(BaseCommand):
    """Imports questions and replies, and tells of every line that it had to refuse."""

    help = (
        f"Imports answered questions from a JSON Lines file with {COLUMNS} on each line. Safe to run twice. "
        "Run rebuild_related afterwards."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and --publish."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--publish",
            action="store_true",
            help="make the questions public now; without it they wait for an editor's approval",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report.  Ends with an error when a line was refused."""
        try:
            outcome = import_questions(options["file"], publish=options["publish"])
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Imported {outcome.summary()}.")
        for number, reason in outcome.refused:
            self.stderr.write(f"Line {number}: {reason}.")
        if outcome.refused:
            raise CommandError(f"{len(outcome.refused):,} of {outcome.lines:,} lines were not imported.")

"""`manage.py import_reference_pages FILE`: reference pages from a JSON Lines file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conditions.importing.pages import import_reference_pages
from conditions.importing.rows import COLUMNS
from consult.importing.lines import ImportFileError


class Command(BaseCommand):
    """Imports reference pages, and tells of every line that it had to refuse."""

    help = (
        f"Imports reference pages from a JSON Lines file with {COLUMNS} on each line. Safe to run twice. "
        "Run rebuild_related afterwards."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report.  Ends with an error when a line was refused."""
        try:
            outcome = import_reference_pages(options["file"])
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Imported {outcome.summary()}.")
        for number, reason in outcome.refused:
            self.stderr.write(f"Line {number}: {reason}.")
        if outcome.refused:
            raise CommandError(f"{len(outcome.refused):,} of {outcome.lines:,} lines were not imported.")

"""What the import commands share: their arguments, and the report at the end."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consult.common.database import analyze
from consult.importing.lines import ImportFileError, Outcome


class ImportCommand(BaseCommand):
    """Imports a file, and tells of every line that it had to refuse."""

    publish_help: str
    """What --publish does."""

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, --publish and --by."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help=self.publish_help)
        parser.add_argument(
            "--by",
            metavar="USERNAME",
            help="the sign-in of the member of staff who answers for the import; stands in the history of every row",
        )

    def bring_in(self, path: Path, by: AbstractBaseUser | None, options: dict[str, Any]) -> Outcome:
        """Import the file; return what came of it.  Raises ImportFileError."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report.  Ends with an error when a line was refused."""
        try:
            outcome = self.bring_in(options["file"], staff_member(options["by"]), options)
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        analyze()
        self.stdout.write(f"Imported {outcome.summary()}.")
        for number, reason in outcome.refused:
            self.stderr.write(f"Line {number}: {reason}.")
        if outcome.refused:
            raise CommandError(f"{len(outcome.refused):,} of {outcome.lines:,} lines were not imported.")


def staff_member(name: str | None) -> AbstractBaseUser | None:
    """The member of staff of this name; raises CommandError when there is none."""
    if name is None:
        return None
    found = get_user_model().objects.filter(username=name, is_staff=True).first()
    if found is None:
        raise CommandError(f"No member of staff signs in as {name}.")
    return found

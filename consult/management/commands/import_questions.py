"""`manage.py import_questions FILE [--publish] [--by USERNAME]`: answered questions from a JSON Lines file."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from consult.importing.command import ImportCommand
from consult.importing.lines import Outcome
from consult.importing.questions import import_questions
from consult.importing.rows import COLUMNS


class Command(ImportCommand):
    """Imports questions and replies."""

    help = (
        f"Imports answered questions from a JSON Lines file with {COLUMNS} on each line. Safe to run twice. "
        "Run rebuild_related afterwards."
    )
    publish_help = "make the questions public now; without it they wait for an editor's approval"

    def bring_in(self, path: Path, by: AbstractBaseUser | None, options: dict[str, Any]) -> Outcome:
        """Import the questions."""
        return import_questions(path, publish=options["publish"], by=by)

"""`manage.py import_reference_pages FILE [--publish] [--by USERNAME]`: reference pages from a JSON Lines file."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from conditions.importing.pages import import_reference_pages
from conditions.importing.rows import COLUMNS
from consult.importing.command import ImportCommand
from consult.importing.lines import Outcome


class Command(ImportCommand):
    """Imports reference pages: drafts for editors, unless told otherwise."""

    help = (
        f"Imports reference pages from a JSON Lines file with {COLUMNS} on each line. Safe to run twice. "
        "Run rebuild_related afterwards."
    )
    publish_help = "make the pages public at once, without a review: whoever runs it answers for them"

    def bring_in(self, path: Path, by: AbstractBaseUser | None, options: dict[str, Any]) -> Outcome:
        """Import the pages."""
        return import_reference_pages(path, by=by, publish=options["publish"])

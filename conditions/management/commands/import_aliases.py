"""`manage.py import_aliases FILE.csv [--publish] [--by USERNAME]`: other names of causes from a spreadsheet."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from conditions.importing.aliases import COLUMNS, import_aliases
from consult.importing.command import ImportCommand
from consult.importing.lines import Outcome


class Command(ImportCommand):
    """Imports other names: into drafts for editors, unless told otherwise."""

    help = (
        f"Adds other names of causes from a CSV file with the columns {', '.join(COLUMNS)} to drafts of their pages. "
        "Safe to run twice."
    )
    publish_help = "show the names at once on public pages without a draft: whoever runs it answers for them"

    def bring_in(self, path: Path, by: AbstractBaseUser | None, options: dict[str, Any]) -> Outcome:
        """Import the names."""
        return import_aliases(path, by=by, is_public=options["publish"])

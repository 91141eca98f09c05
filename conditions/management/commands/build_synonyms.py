"""`manage.py build_synonyms`: make the lexicon of other names from the pinned word lists."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conditions.related.text import synonyms
from consult.language.synonyms.sources import SourceError


class Command(BaseCommand):
    """Builds the lexicon when it is not there yet; quick and harmless to run again."""

    help = (
        "Builds the lexicon of other names of drugs, conditions and symptoms from the installed word lists."
    )
    requires_system_checks: list[str] = []  # one of them would warn that it is missing

    def add_arguments(self, parser: CommandParser) -> None:
        """--force builds anew what is whole."""
        parser.add_argument("--force", action="store_true", help="build again even when it is whole")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build."""
        path = Path(settings.SYNONYMS_PATH)
        if synonyms.is_built(path) and not options["force"]:
            self.stdout.write(f"The lexicon {path} is whole: nothing to do.")
            return
        try:
            count = synonyms.build(path)
        except SourceError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Built the lexicon {path}: other names of {count:,} things.")

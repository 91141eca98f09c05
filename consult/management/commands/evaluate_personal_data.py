"""Measure the personal data check on sentences whose answers are known."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consult.privacy.evaluation import Score, evaluate

SENTENCES = Path("tests/consult/privacy")


class Command(BaseCommand):
    """Print recall and precision of the personal data check, and what it missed or marked wrongly."""

    help = "Print recall and precision of the personal data check on the project's sentences or on FILEs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files and the form of the output."""
        parser.add_argument(
            "files", nargs="*", type=Path, help="JSON lines: text, find. Default: the project's own."
        )
        parser.add_argument("--region", default=settings.COUNTRY, help="Country for phone numbers without +.")
        parser.add_argument("--json", action="store_true", help="One JSON object on the last line.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Score each file and print its figures."""
        files = options["files"] or sorted((settings.BASE_DIR / SENTENCES).glob("*.jsonl"))
        if not files:
            raise CommandError("No sentences found. Give a file.")
        figures = {}
        for path in files:
            try:
                score = evaluate(path, options["region"])
            except (OSError, ValueError) as error:
                raise CommandError(str(error)) from error
            figures[path.name] = {"recall": round(score.recall, 3), "precision": round(score.precision, 3)}
            self._print(path.name, score)
        if options["json"]:
            self.stdout.write(json.dumps(figures))

    def _print(self, name: str, score: Score) -> None:
        self.stdout.write(
            f"{name}: {score.sentences} sentences\n"
            f"  recall     {score.recall:.3f}  ({score.found} of {score.expected})\n"
            f"  precision  {score.precision:.3f}  ({score.right} of {score.marked})"
        )
        for title, parts in (("missed", score.missed), ("wrongly marked", score.wrong)):
            for part in parts:
                self.stdout.write(f"  {title}: {part}")

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
    """Print how much the personal data check marks whole and marks wrongly."""

    help = "Print recall and false marks of the personal data check on the project's sentences or on FILEs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files and the form of the output."""
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            help="CSV (text, label, what) or JSON lines. Default: the project's own.",
        )
        parser.add_argument("--region", default=settings.COUNTRY, help="Country for phone numbers without +.")
        parser.add_argument("--json", action="store_true", help="One JSON object on the last line.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Score each file and print its figures; of several files the object holds one for each."""
        folder = settings.BASE_DIR / SENTENCES
        files = options["files"] or sorted([*folder.glob("*.jsonl"), *folder.glob("*.csv")])
        if not files:
            raise CommandError("No sentences found. Give a file.")
        figures = {}
        for path in files:
            try:
                score = evaluate(path, options["region"])
            except (OSError, ValueError) as error:
                raise CommandError(str(error)) from error
            figures[path.name] = score.as_dict()
            self._print(path.name, score)
        if options["json"]:
            self.stdout.write(json.dumps(figures[files[0].name] if len(files) == 1 else figures))

    def _print(self, name: str, score: Score) -> None:
        shares = score.as_dict()
        self.stdout.write(
            f"{name}: {score.sentences} sentences\n"
            f"  whole        {shares['whole']:.3f}  ({score.whole} of {score.personal} texts)\n"
            f"  false marks  {shares['false_marks']:.3f}  ({score.falsely_marked} of {score.clean} clean texts)\n"
            f"  recall       {score.recall:.3f}  ({score.found} of {score.expected} parts)\n"
            f"  precision    {score.precision:.3f}  ({score.right} of {score.marked} marks)"
        )
        for kind, counts in sorted(score.by_kind.items()):
            self.stdout.write(f"  {kind}: {counts['whole']} of {counts['texts']} whole")
        for title, parts in (("missed", score.missed), ("wrongly marked", score.wrong)):
            for part in parts:
                self.stdout.write(f"  {title}: {part}")

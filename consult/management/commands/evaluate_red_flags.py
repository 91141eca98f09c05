"""`manage.py evaluate_red_flags FILE.csv [--json]`: how good the red flag scan is."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from consult.common.commands import ReadingCommand
from consult.safety.classifier.model import classifier_problem
from consult.safety.evaluation import evaluate


class Command(ReadingCommand):
    """Prints recall, false alarms and the share with the right help, with this site's rules and the classifier."""

    help = "Measures the red flag scan on a CSV file with the columns text and label (emergency, urgent or calm)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and the form of the output."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
        parser.add_argument(
            "--wrong", action="store_true", help="print what was missed or stopped for nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, scan, print."""
        try:
            score = evaluate(options["file"])
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if problem := classifier_problem():
            self.stderr.write(problem)
        figures = score.figures()
        self.stdout.write(
            f"{score.emergencies} emergencies, {score.dangers - score.emergencies} urgent, {score.calm} calm"
        )
        for name, figure in figures.items():
            self.stdout.write(f"{name}: {figure}")
        for line in score.wrong if options["wrong"] else ():
            self.stdout.write(f"  {line}")
        if options["json"]:
            self.stdout.write(json.dumps(figures))

"""`manage.py evaluate_related FILE.csv [--json]`: how well similar questions are found."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from conditions.related.encoder import encoder
from conditions.related.measure.pairs import EvaluationFileError, evaluate, read_pairs
from conditions.related.measure.report import table
from consult.common.commands import ReadingCommand


class Command(ReadingCommand):
    """Ranks with the product's own code and prints BM25, encoder and the shipped ranking side by side."""

    help = "Measures the similar-question ranking on labelled pairs (columns question, candidate, similar)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and --json for one JSON object on the last line."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, rank, print."""
        try:
            pairs = read_pairs(options["file"])
        except (OSError, UnicodeDecodeError, EvaluationFileError) as error:
            raise CommandError(str(error)) from error
        if problem := encoder.encoder_problem():
            self.stderr.write(problem)
        results = evaluate(pairs, encoder.get_encoder())
        self.stdout.write(f"{len(pairs.queries)} queries, {len(pairs.candidates)} candidates")
        self.stdout.write(table(results))
        if options["json"]:
            self.stdout.write(json.dumps(results))

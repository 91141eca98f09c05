"""`manage.py evaluate_links`: how well the page or cause behind a message is found."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from conditions.related.encoder import encoder
from conditions.related.measure import links
from conditions.related.measure.pairs import EvaluationFileError, Pairs, evaluate
from conditions.related.measure.report import table
from consult.common.commands import ReadingCommand


class Command(ReadingCommand):
    """Ranks with the product's own code and prints BM25, encoder and the shipped ranking side by side."""

    help = (
        "Measures links from messages to reference pages: from labelled pairs (CSV with the columns question, "
        "candidate, similar), or from reference pages and questions with topics (two JSON lines files)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One CSV file, or the pages and the questions; --json for one JSON object on the last line."""
        parser.add_argument("file", type=Path, help="labelled pairs (.csv) or reference pages (.jsonl)")
        parser.add_argument("questions", type=Path, nargs="?", help="questions with topics (.jsonl)")
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, rank, print."""
        try:
            pairs = _read(options["file"], options["questions"])
        except (OSError, UnicodeDecodeError, EvaluationFileError) as error:
            raise CommandError(str(error)) from error
        if problem := encoder.encoder_problem():
            self.stderr.write(problem)
        results = evaluate(pairs, encoder.get_encoder(), prepare=str, kind="page")
        self.stdout.write(f"{len(pairs.queries)} messages, {len(pairs.candidates)} references")
        self.stdout.write(table(results))
        if options["json"]:
            self.stdout.write(json.dumps(results))


def _read(file: Path, questions: Path | None) -> Pairs:
    """The pairs of either form; raises CommandError when pages come without questions."""
    if file.suffix == ".csv":
        return links.read_labelled(file)
    if questions is None:
        raise CommandError("Reference pages need a second file, the questions with topics.")
    return links.read_by_topic(file, questions)

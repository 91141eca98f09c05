"""`manage.py evaluate_causes FILE.csv [--json] [--show]`: how well the causes of the database are proposed."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from conditions.related.encoder.encoder import encoder_problem
from conditions.related.measure import causes
from conditions.related.measure.pairs import EvaluationFileError
from consult.common.commands import ReadingCommand


class Command(ReadingCommand):
    """Asks the product's own proposals; stores nothing."""

    help = (
        "Measures the proposed causes on questions whose right cause is known (columns half, title, body, causes: "
        "titles of reference pages, several between “; ”; and reply, if there is one).  The pages must be in the "
        "database and indexed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, --show for each question, --json for one JSON object on the last line."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--show", action="store_true", help="print what is proposed for each question")
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, ask, print."""
        try:
            told = causes.read_told(options["file"])
        except (OSError, UnicodeDecodeError, EvaluationFileError) as error:
            raise CommandError(str(error)) from error
        if problem := encoder_problem():
            self.stderr.write(problem)
        outcomes = [causes.outcome(each) for each in told]
        for row in outcomes if options["show"] else []:
            self.stdout.write(
                f"{row.place or '-'} {row.told.half} {row.told.title}: {'; '.join(row.proposed)}"
            )
            self.stdout.write(f"    asker: {'; '.join(row.asker)}")
        results = causes.measured(outcomes)
        for half, found in results.items():
            self.stdout.write(
                f"{half}: {found['questions']} questions; right first {found['first']}, among the first three "
                f"{found['first_three']}, proposed {found['proposed']}, MRR {found['mrr']:.3f}; askers see "
                f"{found['asker_shown']} causes, {found['asker_right']} right, on {found['asker_with_right']} questions"
            )
        if options["json"]:
            self.stdout.write(json.dumps(results))

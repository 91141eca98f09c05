"""`manage.py evaluate_search [FILE.csv] [--literal [TERMS]] [--json]`: how well search does on this site."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from conditions.related.encoder.encoder import encoder_problem
from consult.common.commands import ReadingCommand
from portal.search.measure import QueriesFileError, literal_recall, places, read_wishes, recall


class Command(ReadingCommand):
    """Searches with the product's own code, on the texts that are in the database."""

    help = (
        "Measures search: with a CSV file (columns query, title and, if you like, kind) whether that thread, cause "
        "or page is among the first three of its group; with --literal whether every text that holds a word is found."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, --literal with a number of terms (none: all), --json for one JSON object on the last line."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--literal", type=int, nargs="?", const=0, default=None, metavar="TERMS")
        parser.add_argument(
            "--missed", action="store_true", help="list the queries that missed, with the place"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search, count, print."""
        if options["file"] is None and options["literal"] is None:
            raise CommandError("Name a file of queries, or --literal.")
        if problem := encoder_problem():
            self.stderr.write(problem)
        results: dict[str, Any] = {}
        if options["file"]:
            results |= self._queries(options["file"], missed=options["missed"])
        if options["literal"] is not None:
            results |= literal_recall(options["literal"])
            self.stdout.write(
                f"{results['terms']} terms: {results['literal_recall']:.3f} of the texts that hold them are found, "
                f"{results['literal_recall_by_term']:.3f} when each term counts alike"
            )
        if options["json"]:
            self.stdout.write(json.dumps(results))

    def _queries(self, path: Path, *, missed: bool) -> dict[str, Any]:
        """Measure the queries of a file and print a table."""
        try:
            found = list(places(read_wishes(path)))
        except (OSError, UnicodeDecodeError, QueriesFileError) as error:
            raise CommandError(str(error)) from error
        results = recall(found)
        self.stdout.write(
            f"{results['queries']} queries, among the first three of its group: {results['recall_at_3']:.3f}, "
            f"first: {results['recall_at_1']:.3f}, found at all: {results['found']:.3f}"
        )
        for kind, share in results["by_kind"].items():
            self.stdout.write(f"  {kind}: {share:.3f}")
        for wish, place in found if missed else ():
            if not 0 < place <= 3:
                self.stdout.write(f"  {place or '-'}\t{wish.kind}\t{wish.query}\t-> {wish.title[:80]}")
        return results

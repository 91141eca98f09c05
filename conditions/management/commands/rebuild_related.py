"""`manage.py rebuild_related [--full]`: the index, the vectors and the lists of similar questions."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from conditions.name_index import renew_all_names
from conditions.related.encoder.encoder import encoder_problem
from conditions.related.upkeep.rebuild import rebuild_all
from conditions.revisions.heading_numbers import keep_heading_numbers


class Command(BaseCommand):
    """Can be stopped at any moment and run again: it goes on where it was."""

    help = "Brings the related-question engine in step with all public questions and reference pages."

    def add_arguments(self, parser: CommandParser) -> None:
        """--full makes everything anew."""
        parser.add_argument(
            "--full",
            action="store_true",
            help="encode every text and make every list again, also the unchanged",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild with a progress bar for each step."""
        # A web worker shares the machine; this command encodes thousands of texts with all of it.
        settings.RELATED_THREADS = max(settings.RELATED_THREADS, os.cpu_count() or 1)
        if problem := encoder_problem():
            self.stderr.write(problem)
        bars: dict[str, tqdm[Any]] = {}

        def report(step: str, done: int, total: int) -> None:
            bar = bars.get(step)
            if bar is None:
                bar = bars[step] = tqdm(
                    total=total, desc=step, unit="", disable=options["verbosity"] == 0, leave=True
                )
            bar.update(done - bar.n)
            if done >= total:
                bar.close()

        # What the former version may have left during an update, which ends with this command.
        renew_all_names()
        keep_heading_numbers()
        rebuild_all(report, full=options["full"])
        if options["verbosity"]:
            self.stdout.write("The index is in step with what is public.")

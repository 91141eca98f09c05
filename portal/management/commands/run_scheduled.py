"""`manage.py run_scheduled`: do what is due, mail, scheduled pages and the nightly work."""

from argparse import ArgumentParser
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from consult.common.repeating import add_every, for_ever
from portal.schedule import GROUPS, Group, claim_due, run


class Command(BaseCommand):
    """Do what is due, once or for ever."""

    help = "Sends mail, publishes pages at their time, does the hourly and nightly work. Safe on many machines at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--every SECONDS keeps it running."""
        add_every(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what failed.  Mail does not wait for the nightly work: each group has its own thread."""
        if not options["every"]:
            for group in claim_due():
                self._tell(group.name, run(group))
            return
        at_work: dict[str, Future[None]] = {}
        with ThreadPoolExecutor(len(GROUPS)) as pool:

            def begin() -> None:
                busy = [name for name, work in at_work.items() if not work.done()]
                for group in claim_due(busy=busy):
                    at_work[group.name] = pool.submit(self._run_in_thread, group)

            for_ever(begin, options["every"], self.stderr)

    @staticmethod
    def _run_in_thread(group: Group) -> None:
        """With a connection of its own, so that one that broke is not used again."""
        try:
            run(group)
        finally:
            connection.close()

    def _tell(self, name: str, problem: str) -> None:
        self.stdout.write(f"Done: {name}." if not problem else f"Done: {name}; failed: {problem}.")

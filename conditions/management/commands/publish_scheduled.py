"""`manage.py publish_scheduled`: publish the approved revisions whose time has come."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from conditions.actions.revisions import RevisionError, publish_scheduled
from conditions.models import Revision
from consult.common.database import give_back_connection


class Command(BaseCommand):
    """Publish what is due, once or for ever."""

    help = "Publishes reference pages at the time that was set for them. Safe to run twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--every SECONDS keeps it running."""
        parser.add_argument("--every", type=int, metavar="SECONDS", help="run again after so many seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say what could not be."""
        while True:
            try:
                self._publish(always_tell=not options["every"])
            except DatabaseError as error:
                if not options["every"]:
                    raise
                self.stderr.write(
                    f"The database does not answer ({type(error).__name__}); trying again later."
                )
                connection.close()
            if not options["every"]:
                return
            give_back_connection()
            time.sleep(options["every"])

    def _publish(self, *, always_tell: bool) -> None:
        done, failed = 0, 0
        for revision in Revision.objects.due():
            try:
                if publish_scheduled(revision=revision):
                    done += 1
                    continue
            except RevisionError:  # another process was quicker
                continue
            failed += 1
            self.stderr.write(f"{revision} was not published: it waits for review again, and says why.")
        if always_tell or done:
            self.stdout.write(f"Published {done} revisions; {failed} could not be.")

"""`manage.py restore BACKUP [--check] [--overwrite]`: a backup becomes the database of the site again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.backup.manifest import BackupError
from portal.backup.restore import read_checked, restore_backup


class Command(BaseCommand):
    """Refuses what is damaged, newer, or would replace a database without being told."""

    help = (
        "Puts a backup in place; stop the site first. Refuses what is damaged or newer (docs/OPERATIONS.md)."
    )
    requires_system_checks = []  # the present database may be what is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, and whether it may replace something."""
        parser.add_argument("backup", type=Path, metavar="BACKUP", help="a folder that `backup` made")
        parser.add_argument("--check", action="store_true", help="only say whether it could be restored")
        parser.add_argument("--overwrite", action="store_true", help="replace the present database for good")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what is left to do."""
        try:
            if options["check"]:
                self.stdout.write(f"Whole, made {read_checked(options['backup']).made_at}.")
                return
            done = restore_backup(options["backup"], overwrite=options["overwrite"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored as of {done.made_at}; migrations and vectors are in step.")
        if done.erased_again:
            self.stdout.write(f"Erased again: {', '.join(map(str, done.erased_again))}.")
        if done.unpublished_again:
            self.stdout.write(f"Not public any more, again: {', '.join(map(str, done.unpublished_again))}.")
        if not done.knew_erasures:
            self.stdout.write(
                "Erase again what the log says was erased since: manage.py erase_cases NUMBER ..."
            )

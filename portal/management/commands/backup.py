"""`manage.py backup FOLDER [--keep-days N]`: the database into a folder of its own, with checksums."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.backup.make import make_backup, remove_older
from portal.backup.manifest import BackupError


class Command(BaseCommand):
    """Makes a backup while the site serves."""

    help = "Writes a checked backup of the database into FOLDER while the site serves (docs/OPERATIONS.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and for how long."""
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--keep-days", type=int, metavar="N", help="remove backups older than that")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say where it is."""
        try:
            made = make_backup(options["folder"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = sum(each.stat().st_size for each in made.iterdir()) / 1e6
        self.stdout.write(f"{made}: {size:.1f} MB, checked.")
        if options["keep_days"] is not None:
            for old in remove_older(options["folder"], options["keep_days"]):
                self.stdout.write(f"{old}: removed.")

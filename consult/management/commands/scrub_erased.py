"""`manage.py scrub_erased`: let erasures reach the bytes of SQLite's file."""

from typing import Any

from django.core.management.base import BaseCommand

from consult.question.scrub import pay_scrubs


class Command(BaseCommand):
    """Does what an erasure could not do while somebody was reading."""

    help = "Empties SQLite's write-ahead log when an erasure is still to reach the file. Waits for nobody."

    def handle(self, *args: Any, **options: Any) -> None:
        """Try, and say how it stands."""
        done = pay_scrubs()
        self.stdout.write("Nothing is owed." if done else "Somebody is reading or writing: owed still.")

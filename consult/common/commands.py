"""What our management commands share."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor


class ReadingCommand(BaseCommand):
    """A command that reads tables: where they are missing it names the command that makes them, with no traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command."""
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            if _is_migrated():
                raise
            raise CommandError(
                f"The database lacks tables of this version ({error}). Run: python manage.py migrate"
            ) from error


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())

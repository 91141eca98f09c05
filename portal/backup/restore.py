"""Makes a backup the database of the site again."""

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from consult.common.database import for_database
from consult.models import Question, Tombstone
from consult.question.actions.erase import erase_question
from portal.backup import postgresql, sqlite
from portal.backup.manifest import BackupError, Manifest

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Restored:
    """What was done."""

    made_at: str
    erased_again: list[int]
    knew_erasures: bool
    """Whether the former database could still say what was erased after the backup."""


def read_checked(folder: Path) -> Manifest:
    """The manifest of a backup that is whole and fits this site.  Raises BackupError for any other."""
    manifest = Manifest.read(folder)
    if manifest.database != connection.vendor:
        raise BackupError(f"It is of {manifest.database}, and this site uses {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupError(
            f"It was made by a newer version of the site ({unknown[-1]} is not known): update the site first."
        )
    manifest.check_files(folder)
    kind = _kind()
    kind.check(folder / kind.FILE)
    return manifest


def restore_backup(folder: Path, *, overwrite: bool) -> Restored:
    """Put the backup in place, bring it up to date, and erase again what was erased since.

    Raises BackupError, and changes nothing, where the backup does not fit, is damaged, or there is a database and
    `overwrite` was not said.
    """
    kind, manifest = _kind(), read_checked(folder)
    is_there = kind.is_there()
    if is_there and not overwrite:
        raise BackupError("There is a database already; --overwrite replaces it for good.")
    erased = _erased_numbers() if is_there else None
    kind.put_back(folder / kind.FILE)
    shutil.rmtree(settings.RELATED_INDEX_DIR, ignore_errors=True)  # vectors of the former database
    call_command("migrate", verbosity=0, interactive=False)
    again = list(Question.objects.filter(pk__in=erased or []).order_by("pk"))
    numbers = [question.pk for question in again]
    for question in again:
        erase_question(question=question)
    call_command("rebuild_related", verbosity=0)
    return Restored(manifest.made_at, numbers, erased is not None)


def _kind() -> ModuleType:
    return for_database(connection, sqlite=sqlite, postgresql=postgresql)


def _erased_numbers() -> list[int] | None:
    """The cases that were erased, as the former database knows; None when it tells nothing any more."""
    try:
        return list(Tombstone.objects.values_list("question_number", flat=True))
    except DatabaseError:
        logger.warning("The former database does not tell which cases were erased since the backup.")
        return None

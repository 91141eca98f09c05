"""Makes a backup the database of the site again."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from consult.common.database import for_database
from consult.models import Question
from consult.question.actions.erase import erase_question
from consult.question.actions.hold import hold_question
from portal.backup import postgresql, sqlite
from portal.backup.former import Former
from portal.backup.manifest import BackupError, Manifest


@dataclass(frozen=True)
class Restored:
    """What was done."""

    made_at: str
    erased_again: list[int]
    unpublished_again: list[int]
    """Public in the backup, and not any more in the former database: taken down again, and held."""
    knew_erasures: bool
    """Whether the former database could still say what was erased after the backup."""


def read_checked(folder: Path) -> Manifest:
    """The manifest of a backup that is whole and fits this site.  Raises BackupError for any other."""
    manifest = Manifest.read(folder)
    kind = _kind()
    if manifest.database != kind.DATABASE:
        raise BackupError(f"It is of {manifest.database}, and this site uses {kind.DATABASE}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupError(
            f"It was made by a newer version of the site ({unknown[-1]} is not known): update the site first."
        )
    manifest.check_files(folder)
    kind.check(folder / kind.FILE)
    return manifest


def restore_backup(folder: Path, *, overwrite: bool) -> Restored:
    """Put the backup in place, bring it up to date, and do again what patients decided since: erased, not public.

    Raises BackupError, and changes nothing, where the backup does not fit, is damaged, or there is a database and
    `overwrite` was not said.
    """
    kind, manifest = _kind(), read_checked(folder)
    is_there = kind.is_there()
    if is_there and not overwrite:
        raise BackupError("There is a database already; --overwrite replaces it for good.")
    kept = Former.remembered()
    former = kept | (Former.of_database() if is_there else Former())
    former.remember()
    try:
        kind.put_back(folder / kind.FILE)
    except BackupError:  # nothing was put back, so nothing has to be done again
        if kept.is_known:
            kept.remember()
        else:
            Former.forget()
        raise
    shutil.rmtree(settings.RELATED_INDEX_DIR, ignore_errors=True)  # vectors of the former database
    call_command("migrate", verbosity=0, interactive=False)
    again = list(Question.objects.filter(pk__in=former.erased).order_by("pk"))
    numbers = [question.pk for question in again]
    for question in again:
        erase_question(question=question)
    left = list(Question.objects.public().filter(pk__in=former.not_public).order_by("pk"))
    for question in left:
        # Held, since the backup knows nothing of a consent that was taken back.
        hold_question(question=question, reason=_("It was taken down after the backup that was restored."))
    Former.forget()
    call_command("rebuild_related", verbosity=0)
    return Restored(manifest.made_at, numbers, [question.pk for question in left], former.is_known)


def _kind() -> ModuleType:
    return for_database(connection, sqlite=sqlite, postgresql=postgresql)

"""Makes a backup, and removes those that have been kept long enough."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from consult.common.database import for_database
from portal.backup import postgresql, sqlite
from portal.backup.manifest import BackupError, Manifest, StoredFile

NAME = re.compile(r"consilium-(\d{8}T\d{6})Z")


def make_backup(place: Path) -> Path:
    """Write a checked backup into a folder of its own inside `place`, and return that folder.

    It has its name only when it is whole, so one that was cut off is never taken for a backup.
    """
    kind = for_database(connection, sqlite=sqlite, postgresql=postgresql)
    now = timezone.now().astimezone(UTC)
    folder = place / f"consilium-{now:%Y%m%dT%H%M%S}Z"
    unfinished = place / f".{folder.name}.unfinished"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.mkdir(mode=0o700)
        kind.save(unfinished / kind.FILE)
        kind.check(unfinished / kind.FILE)
        files = [StoredFile.kept(unfinished / kind.FILE)]
        Manifest(kind.DATABASE, now.isoformat(), migrations(), files).write(unfinished)
        unfinished.rename(folder)
    except OSError as error:
        raise BackupError(f"The backup cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def migrations() -> list[str]:
    """The migrations that the database has, as "app.name"."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def remove_older(place: Path, days: int) -> list[Path]:
    """Remove backups made more than so many days ago, never the newest; returns what was removed.

    What was cut off more than a day ago goes too.
    """
    for each in place.glob(".consilium-*Z.unfinished"):
        if each.stat().st_mtime < (timezone.now() - timedelta(days=1)).timestamp():
            shutil.rmtree(each, ignore_errors=True)
    found = sorted(each for each in place.iterdir() if NAME.fullmatch(each.name))
    before = timezone.now() - timedelta(days=days)
    old = [each for each in found[:-1] if _made_at(each) < before]
    for each in old:
        shutil.rmtree(each)
    return old


def _made_at(folder: Path) -> datetime:
    """When a backup was made, by its name."""
    found = NAME.fullmatch(folder.name)
    return datetime.strptime(found[1] if found else "", "%Y%m%dT%H%M%S").replace(tzinfo=UTC)

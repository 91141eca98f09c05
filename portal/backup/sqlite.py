"""A SQLite database into a file of a backup and back."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from portal.backup.manifest import BackupError

DATABASE = "sqlite"
FILE = "database.sqlite3"


def save(path: Path) -> None:
    """Copy the database as it is at one moment, while others read and write (SQLite's online backup)."""
    path.touch(mode=0o600)
    # A connection of its own: SQLite waits for ever where the same one is in the middle of writing.
    present = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
    with closing(present), closing(sqlite3.connect(path)) as copy:
        present.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def check(path: Path) -> None:
    """Raise BackupError unless SQLite finds the file whole."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path.name} is no database: {error}.") from error
    if found != [("ok",)]:
        raise BackupError(f"{path.name} is damaged inside: {found[0][0]}.")


def is_there() -> bool:
    """Whether restoring would write over something, be it damaged."""
    path = Path(connection.settings_dict["NAME"])
    return path.is_file() and path.stat().st_size > 0


def put_back(path: Path) -> None:
    """Make the file the database of the site, in one step.  Raises BackupError while a process uses the present one."""
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    _refuse_when_in_use(target)
    new = target.with_name(f"{target.name}.restored")
    try:
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        shutil.copyfile(path, new)
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        _refuse_when_in_use(target)  # copying takes a while
    except BackupError:
        new.unlink(missing_ok=True)
        raise
    except OSError as error:
        new.unlink(missing_ok=True)
        raise BackupError(f"It cannot be put back: {error.strerror}.") from error
    for log in ("-wal", "-shm"):
        target.with_name(target.name + log).unlink(missing_ok=True)
    new.replace(target)


def _refuse_when_in_use(target: Path) -> None:
    """In write-ahead mode nobody gets the file alone while another connection has it open."""
    if not is_there():
        return
    try:
        with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as alone:
            alone.execute("PRAGMA locking_mode = EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BackupError(
                "The database is in use: stop the site and the scheduled work first."
            ) from error
    except sqlite3.DatabaseError:
        pass  # damaged: that is why it is being replaced

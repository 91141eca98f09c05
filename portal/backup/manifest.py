"""What a backup says of itself: a list of its files with their checksums, and the migrations that it has."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST = "manifest.json"
FORMAT = 1
"""Counts up when an older version of the site could no longer read a backup."""


class BackupError(Exception):
    """A backup that cannot be made or used; the text says why, in words for the administrator."""


@dataclass(frozen=True)
class StoredFile:
    """One file of a backup."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "StoredFile":
        """The file as it is now.  Raises BackupError where it cannot be read."""
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            return cls(path.name, path.stat().st_size, digest)
        except OSError as error:
            raise BackupError(f"{path.name} cannot be read: {error.strerror}.") from error

    @classmethod
    def kept(cls, path: Path) -> "StoredFile":
        """The same, once it is on the disk."""
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        return cls.of(path)


@dataclass(frozen=True)
class Manifest:
    """The list."""

    database: str
    """The kind: sqlite or postgresql."""
    made_at: str
    migrations: list[str]
    files: list[StoredFile]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Put it beside the files, last of all."""
        path = folder / MANIFEST
        path.write_text(json.dumps(asdict(self), indent=1))
        StoredFile.kept(path)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The list of a backup.  Raises BackupError where there is none that can be read."""
        try:
            found = json.loads((folder / MANIFEST).read_text())
            if found["format"] > FORMAT:
                raise BackupError("It was made by a newer version of the site: update the site first.")
            files = [StoredFile(**each) for each in found.pop("files")]
            return cls(files=files, **found)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BackupError(f"{folder} is no backup: its {MANIFEST} cannot be read.") from error

    def check_files(self, folder: Path) -> None:
        """Raise BackupError unless every file is there as it was written."""
        for file in self.files:
            path = folder / file.name
            if path.name != file.name or not path.is_file():
                raise BackupError(f"{file.name} is missing.")
            if StoredFile.of(path) != file:
                raise BackupError(f"{file.name} is damaged: it is not what its checksum says.")

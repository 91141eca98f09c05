"""Who brought a row in, from which file and when: the first line of its history."""

import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

Row = TypeVar("Row", bound=models.Model)

# As much of a file's name as fits the reason of a change (100 characters) beside its other words.
LONGEST_NAME = 40


class Signature:
    """Signs the rows of one import with a member of staff, or else with the account on the server that ran it."""

    def __init__(self, path: Path, by: AbstractBaseUser | None = None) -> None:
        self.by = by
        self.at = timezone.now()
        self.reason = f"imported from {path.name[:LONGEST_NAME]}"
        if by is None:
            self.reason = f"{self.reason} by {_account()[:LONGEST_NAME]} on the server"

    def store(self, rows: Iterable[Row]) -> list[Row]:
        """Store new rows of one model, each with its first line of history; return them with their keys."""
        new = list(rows)
        if not new:
            return []
        stored: list[Row] = bulk_create_with_history(
            new, type(new[0]), default_user=self.by, default_change_reason=self.reason, default_date=self.at
        )
        return stored


def _account() -> str:
    """The name of the account that runs this process."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's number without a name
        return "an account without a name"

"""Two people who save at once never overwrite each other silently."""

from typing import TypeVar

from django.db import models

Versioned = TypeVar("Versioned", bound=models.Model)


class StaleVersionError(Exception):
    """Somebody else saved this row since it was opened; `current` is what stands in the database now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(f"{current} was changed by somebody else.")
        self.current = current


def lock(instance: Versioned, *, version: int | None = None) -> Versioned:
    """Return a fresh copy of the row, locked until the transaction ends.

    With `version`, raise StaleVersionError when the row has been saved since that version was read.
    """
    manager = type(instance)._default_manager
    # The key stays: rows that point here, as lists of similar questions do, need not wait for us.
    current = manager.select_for_update(no_key=True).get(pk=instance.pk)
    if version is not None and current.version != version:  # type: ignore[attr-defined]
        raise StaleVersionError(current)
    return current


def bump(instance: models.Model, *, reason: str = "") -> None:
    """Save the row under the next version number; `reason` goes into its history."""
    instance.version += 1  # type: ignore[attr-defined]
    instance._change_reason = reason[:100] or None  # type: ignore[attr-defined]
    instance.save()

"""Erasure reaches the index: what is gone from the tables must be gone from keyword index and vector files too."""

from django.db import transaction

from conditions.models import IndexEntry, IndexState
from conditions.related.backends import backend


def owe_erasure() -> None:
    """Note, within the erasing transaction, that the index is to be cleaned, and clean it after the commit.

    The note stays until that is done, so that the nightly rebuild makes up for a process that died before it.
    """
    for kind in IndexEntry.Kind.values:
        IndexState.objects.update_or_create(kind=kind, defaults={"scrub_due": True})
    transaction.on_commit(erase_deleted, robust=True)


def erase_deleted() -> bool:
    """Remove every trace of deleted texts from the index's own storage; True when all is done."""
    return backend().erase()


def is_owed() -> bool:
    """Whether an erasure was noted and not carried out."""
    return IndexState.objects.filter(scrub_due=True).exists()

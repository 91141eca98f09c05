"""Erasure reaches the bytes of SQLite's file: noted with it, tried after its commit, retried until it is done."""

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from consult.common.database import empty_write_ahead_log, for_database
from consult.models.scrub import OwedScrub


def owe_scrub() -> None:
    """Note, within the erasing transaction, that the log is to be emptied, and try it after the commit.

    A long read (an export, a copy of the file) keeps the log as it is, and nobody who erases waits for it: the note
    stays for `scrub_erased`, which runs every minute.
    """
    connection: BaseDatabaseWrapper = connections["default"]
    if for_database(connection, sqlite=True, postgresql=False):
        OwedScrub.objects.create()
        transaction.on_commit(empty_write_ahead_log, robust=True)


def pay_scrubs() -> bool:
    """Empty the log if that is owed; whether nothing is owed any more."""
    owed = list(OwedScrub.objects.values_list("pk", flat=True))
    if owed and not empty_write_ahead_log():
        return False
    OwedScrub.objects.filter(pk__in=owed).delete()
    return True

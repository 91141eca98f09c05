"""The chain of hashes over the audit trail: an entry that was changed, taken out or put in between breaks it.

Entries are linked after their transaction has committed, in a short transaction of their own, so that no action waits
for another one's audit.  What a killed process left unlinked, the next one links.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from consult.common.database import for_database
from consult.models import AuditEntry, AuditLink

BATCH = 1_000
# So far back an entry may lie that committed after one with a higher number.
LATE = 1_000


@dataclass(frozen=True)
class Checked:
    """What was found: how many entries are linked, how many stand beside the chain for good, where it breaks first, its
    end.
    """

    linked: int
    unlinked: int
    broken_at: int | None
    head: str


def link_entries() -> int:
    """Add every entry that has no link to the end of the chain; returns how many."""
    linked = found = _link_some()
    while found == BATCH:
        linked += (found := _link_some())
    return linked


@transaction.atomic
def _link_some() -> int:
    """Link one batch.  One process at a time: SQLite locks by itself, PostgreSQL by a number."""
    if lock := for_database(connection, sqlite="", postgresql="SELECT pg_advisory_xact_lock(4027014)"):
        with connection.cursor() as cursor:
            cursor.execute(lock)
    head = Subquery(AuditLink.objects.order_by("-pk").values("digest")[:1])
    found = list(
        AuditEntry.objects.filter(pk__gt=_late(), link=None).annotate(head=head).order_by("pk")[:BATCH]
    )
    previous, links = (found[0].head or "") if found else "", []
    for entry in found:
        links.append(AuditLink(entry=entry, previous=previous, digest=digest_of(entry, previous)))
        previous = links[-1].digest
    AuditLink.objects.bulk_create(links)
    return len(links)


def _late() -> Any:
    """The number up to which an entry that has no link never gets one: nobody is that late."""
    newest = AuditLink.objects.order_by("-entry_id").values("entry_id")[:1]
    return Coalesce(Subquery(newest), 0) - LATE


def digest_of(entry: AuditEntry, previous: str) -> str:
    """The hash of one entry and of everything before it."""
    at = entry.at.astimezone(UTC).isoformat()
    words = [previous, entry.pk, at, entry.actor_id, entry.action, entry.question_number]
    # Entries from before there was this column keep their hash.
    words += [entry.colleague_id] if entry.colleague_id else []
    return hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()


def check_chain() -> Checked:
    """Compute the whole chain anew."""
    previous, count, broken = "", 0, None
    for link in AuditLink.objects.select_related("entry").order_by("pk").iterator(BATCH):
        count += 1
        is_whole = link.previous == previous and link.digest == digest_of(link.entry, previous)
        if broken is None and not is_whole:
            broken = link.entry_id
        previous = link.digest
    # What commits while this looks is linked by whoever wrote it.
    return Checked(count, AuditEntry.objects.filter(pk__lte=_late(), link=None).count(), broken, previous)

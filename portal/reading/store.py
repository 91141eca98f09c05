"""Reads and writes stored pages.

Reading is one query: the page, unless something it was made from has changed since, or a question or reference page
that it shows is not public at this moment.

Writing is safe against whoever changes something meanwhile.  Before a page is made the number of the last change is
taken, while nobody is in the middle of changing something: whatever is changed later has a higher number, and makes the
page stale.  A page that is stale before it is stored is not stored.  On SQLite one transaction writes at a time; on
PostgreSQL the triggers of all writers share a lock.
"""

# ruff: noqa: S608  (every name in these statements is one of our own constants)

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from time import monotonic, sleep

from django.db import DatabaseError, connection, connections, router, transaction
from django.db.models import Q
from django.utils import timezone

from conditions.models import ReferencePage
from consult.common.database import for_database, is_unavailable, without_waiting
from consult.common.recording import Tag
from consult.models import PublicQuestion
from portal.models import Change, PageTag, StoredPage
from portal.reading.build import build

WRITERS = 7_316_001
"""The lock that whoever changes public rows shares on PostgreSQL until the end of the transaction."""

KEPT = timedelta(days=1)
"""A page is made anew after this time, changed or not: what is not exact (related topics) follows then."""

CHANGES_KEPT = 2 * KEPT
"""Longer than a page that was made before the change can be fresh, and than any transaction lasts."""

CLEANED_EVERY = 500
"""Pages stored between two removals of what is out of date."""

MOST_CHANGES = 1_000
"""After so many changes nobody looks whether they touch a page that was being made meanwhile."""

PATIENCE, AGAIN = 2.0, 0.005
"""Seconds for which lists that are made anew wait for who is changing something, and between two looks."""

HIDDEN_PAGE = "hidden page"
"""The tag of a reference page that is not public, of which readers see only what a reply had copied before."""

PAGES, TAGS, CHANGES = StoredPage._meta.db_table, PageTag._meta.db_table, Change._meta.db_table
READ = f"""
SELECT page.etag, page.headers, page.body FROM {PAGES} AS page
WHERE page.address = %s AND page.build = %s AND page.fresh_until > %s
AND NOT EXISTS (
  SELECT 1 FROM {TAGS} AS tag JOIN {CHANGES} AS change
  ON change.kind = tag.kind AND change.number = tag.number AND change.id > page.seen
  WHERE tag.page_id = page.id)
AND NOT EXISTS (
  SELECT 1 FROM {TAGS} AS tag WHERE tag.page_id = page.id AND tag.kind = 'question'
  AND NOT EXISTS (SELECT 1 FROM {PublicQuestion._meta.db_table} AS shown WHERE shown.question_id = tag.number))
AND NOT EXISTS (
  SELECT 1 FROM {TAGS} AS tag WHERE tag.page_id = page.id AND tag.kind = 'page'
  AND NOT EXISTS (SELECT 1 FROM {ReferencePage._meta.db_table} AS shown
    WHERE shown.id = tag.number AND shown.published_at <= %s))
"""


@dataclass(frozen=True)
class Page:
    """A page as a stranger gets it."""

    etag: str
    headers: str
    """A JSON list of names and values."""
    body: bytes
    """Compressed with gzip."""


@dataclass(frozen=True)
class Made:
    """A page that was just made, what it was made from, and the number of the last change before."""

    address: str
    page: Page
    tags: set[Tag]
    seen: int


@lru_cache(maxsize=64)
def headers_of(text: str) -> tuple[tuple[str, str], ...]:
    """The headers of a page; nearly all pages have the same."""
    return tuple((name, value) for name, value in json.loads(text))


def read(address: str) -> Page | None:
    """The stored page at this address, if it is right at this moment.  One query, on a replica where one is chosen."""
    database = connections[router.db_for_read(StoredPage)]
    now = database.ops.adapt_datetimefield_value(timezone.now())
    with database.cursor() as cursor:
        cursor.execute(READ, (address, build(), now, now))
        row = cursor.fetchone()
    return Page(row[0], row[1], bytes(row[2])) if row else None


def made(headers: Iterable[tuple[str, str]], body: bytes) -> Page:
    """A page that was just made."""
    said = json.dumps(list(headers))
    # Of the headers too: a browser that gets 304 goes on with those that it has.
    digest = hashlib.blake2b(said.encode() + body, digest_size=16).hexdigest()
    # mtime 0: the same page is the same bytes wherever it was made.
    return Page(f'W/"{digest}"', said, gzip.compress(body, 6, mtime=0))


def last_change() -> int | None:
    """The number of the last change; None while somebody is changing something and has not committed it."""
    query = for_database(
        connection,
        sqlite=f"SELECT COALESCE(MAX(id), 0) FROM {CHANGES}",
        postgresql=f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {CHANGES}_id_seq "
        f"WHERE pg_try_advisory_xact_lock({WRITERS})",
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None


def last_change_of_all() -> int | None:
    """The same once nobody is in the middle of changing something; None when that takes longer than PATIENCE."""
    end = monotonic() + PATIENCE
    while (number := last_change()) is None and monotonic() < end:
        sleep(AGAIN)
    return number


def mark_changed(kind: str, number: int = 0) -> None:
    """Make every page stale that was made from this row or set."""
    share_lock()
    Change.objects.create(kind=kind, number=number)


def share_lock() -> None:
    """On PostgreSQL, say until the end of the transaction that something is being changed."""
    if for_database(connection, sqlite=False, postgresql=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock_shared({WRITERS})")


def store(address: str, page: Page, tags: set[Tag], seen: int) -> bool:
    """Keep a page that was made after change number `seen`; False when it cannot be kept just now.

    Never waits for a writer, and keeps nothing when anything that it shows was changed meanwhile: whoever erases words
    must not find them stored a moment later.
    """
    try:
        with without_waiting(), transaction.atomic():
            row = _keep(Made(address, page, tags, seen))
    except DatabaseError as error:
        if not is_unavailable(error):
            raise
        return False  # SQLite is being written to, or the database takes no writes at all
    if row and row % CLEANED_EVERY == 0:
        clean()
    return row is not None


def store_all(made: Iterable[Made]) -> None:
    """Keep those of these pages of which nothing was changed meanwhile, once nobody is changing anything.

    SQLite itself asks less and less often whether somebody who waits may write: here the pages would be stale by then.
    """
    end, pages = monotonic() + PATIENCE, list(made)
    while monotonic() < end:
        try:
            with without_waiting(), transaction.atomic():
                if last_change() is not None:
                    for page in pages:
                        _keep(page)
                    return
        except DatabaseError as error:
            if not is_unavailable(error):
                raise
        sleep(AGAIN)


def _keep(made: Made) -> int | None:
    """Store the page, and return its key; None when it may be stale, which nobody can make it while this goes on."""
    tags, now = _told_apart(made.tags), last_change()
    if now is None or (now != made.seen and _is_any_changed(tags | made.tags, made.seen)):
        return None
    row, _created = StoredPage.objects.update_or_create(
        address=made.address,
        defaults={
            "build": build(),
            "seen": made.seen,
            "fresh_until": _fresh_until(timezone.now()),
            "etag": made.page.etag,
            "headers": made.page.headers,
            "body": made.page.body,
        },
    )
    PageTag.objects.filter(page=row).delete()
    PageTag.objects.bulk_create(PageTag(page=row, kind=kind, number=number) for kind, number in tags)
    return row.pk


def _is_any_changed(tags: set[Tag], seen: int) -> bool:
    """Whether a later change than number `seen` touches one of these; also when there are too many to look at."""
    later = Change.objects.filter(pk__gt=seen).values_list("kind", "number")[:MOST_CHANGES]
    return len(later) == MOST_CHANGES or not tags.isdisjoint(later)


def stale_lists(specialty: int | None) -> list[str]:
    """The addresses of stored pages that begin a list of all questions, or of those of the specialty, and are stale."""
    listed = Q(tags__kind="questions") | Q(tags__kind="questions in", tags__number=specialty)
    found = StoredPage.objects.filter(listed).exclude(address__contains="?").order_by("pk").distinct()
    return [address for address in found.values_list("address", flat=True) if read(address) is None]


def _told_apart(tags: set[Tag]) -> set[Tag]:
    """The tags, with reference pages that are not public under a name of their own: `READ` asks for the others."""
    pages = {number for kind, number in tags if kind == "page"}
    if not pages:
        return tags
    public = set(ReferencePage.objects.public().filter(pk__in=pages).values_list("pk", flat=True))
    hidden = {("page", number) for number in pages - public}
    return (tags - hidden) | {(HIDDEN_PAGE, number) for _kind, number in hidden}


def clean() -> None:
    """Remove changes that no page can be older than, and pages that are out of date."""
    now = timezone.now()
    Change.objects.filter(at__lt=now - CHANGES_KEPT).delete()
    StoredPage.objects.filter(fresh_until__lt=now).delete()


def _fresh_until(now: datetime) -> datetime:
    """When a page ceases to be right by itself: a reference page becomes public at a moment that was set."""
    coming = ReferencePage.objects.filter(published_at__gt=now).order_by("published_at")
    moment = coming.values_list("published_at", flat=True).first()
    return min(now + KEPT, moment or now + KEPT)

"""Pages are cheap on tables that were analysed while empty: no read walks a table that grows with the site.

So it goes on every fresh site that is filled in one go.  Statistics are what they were; the tables are full.
"""

import re
from collections.abc import Iterable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from conditions.models import Cause, CauseLink, Citation, IndexEntry, Neighbour
from consult.common.database import analyze, for_database
from consult.models import Consent, FollowUp, PublicQuestion, Question, Reply
from portal.models import Change, PageTag, StoredPage
from tests.portal.reading.pages import addresses, site

# Not traced: other tests open the same pages under the tracer.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

SIZE = for_database(connection, sqlite=40, postgresql=16)
GROWING = {
    model._meta.db_table
    for model in (
        Cause, CauseLink, Change, Citation, Consent, FollowUp, IndexEntry, Neighbour, PageTag, PublicQuestion, Question,
        Question.topics.through, Reply, StoredPage,
    )
}  # fmt: skip


def reads(client: Client, pages: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The queries of these pages, as the view makes each and as it is stored, each with its page."""
    found: dict[str, tuple[str, ...]] = {}
    for stored in (False, True):
        for page in pages:
            client.get(page)
            cache.clear()
            with override_settings(STORED_PAGES=stored), CaptureQueriesContext(connection) as captured:
                client.get(page)
            for query in captured:
                if query["sql"].startswith(("SELECT", "\nSELECT", "WITH")):
                    found.setdefault(query["sql"], (page,))
    return found


def scans(sql: str) -> set[str]:
    """The growing tables that this read walks from end to end, as the plan has it."""
    with connection.cursor() as cursor:
        # PostgreSQL rightly walks a table of one block: what is asked is whether it has another way.
        cursor.execute(
            for_database(connection, sqlite="SELECT 1", postgresql="SET LOCAL enable_seqscan = off")
        )
        cursor.execute(for_database(connection, sqlite="EXPLAIN QUERY PLAN ", postgresql="EXPLAIN ") + sql)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    pattern = for_database(
        connection,
        sqlite=r"^SCAN (\w+)(?! USING)",
        postgresql=r"Seq Scan on (\w+)",
    )
    names = set(re.findall(pattern, plan, re.MULTILINE))
    aliases = re.findall(r'"(\w+)" (U\d+|V\d+|T\d+)\b', sql) + re.findall(r"\b(\w+) AS (\w+)\b", sql)
    tables = {table for table, alias in aliases if alias in names}
    return (names | tables) & GROWING


@pytest.mark.timeout(360)  # it fills a site of SIZE questions
def test_no_public_page_walks_a_growing_table() -> None:
    analyze()  # of empty tables
    rows = site()
    rows.grow(SIZE)
    assert walks(reads(Client(), addresses(rows))) == {}


@pytest.mark.postgres  # SQLite asks of each row in turn whether it is in one list or in another, by their indexes
@pytest.mark.timeout(360)
def test_no_first_page_of_those_who_see_all_walks_a_growing_table(
    editor_client: Client, administrator_client: Client
) -> None:
    analyze()  # of empty tables
    site().grow(SIZE)
    for client in (editor_client, administrator_client):
        assert walks(reads(client, ["/admin/"])) == {}


def walks(found: dict[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], set[str]]]:
    """Those of these queries that walk a growing table, with their pages and the tables."""
    return {sql[:300]: (pages, tables) for sql, pages in found.items() if (tables := scans(sql))}

"""Public pages are cheap on tables that were analysed while empty: no read walks a table that grows with the site.

So it goes on every fresh site that is filled in one go.  Statistics are what they were; the tables are full.
"""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from conditions.models import Cause, CauseLink, Citation, Neighbour
from consult.common.database import analyze, for_database
from consult.models import Consent, FollowUp, PublicQuestion, Question, Reply
from portal.models import Change, PageTag, StoredPage
from tests.portal.reading.pages import addresses, site
from tests.portal.world import World

# Not traced: other tests open the same pages under the tracer.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

SIZE = for_database(connection, sqlite=40, postgresql=16)
GROWING = {
    model._meta.db_table
    for model in (
        Cause, CauseLink, Change, Citation, Consent, FollowUp, Neighbour, PageTag, PublicQuestion, Question,
        Question.topics.through, Reply, StoredPage,
    )
}  # fmt: skip


def reads(rows: World) -> dict[str, tuple[str, ...]]:
    """The queries of every public page, as its view makes it and as it is stored, each with its page."""
    found: dict[str, tuple[str, ...]] = {}
    for stored in (False, True):
        for page in addresses(rows):
            Client().get(page)
            cache.clear()
            with override_settings(STORED_PAGES=stored), CaptureQueriesContext(connection) as captured:
                Client().get(page)
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
    wrong = {sql[:300]: (pages, found) for sql, pages in reads(rows).items() if (found := scans(sql))}
    assert wrong == {}

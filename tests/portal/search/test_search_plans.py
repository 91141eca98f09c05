"""A search walks no table that grows with the site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import IndexEntry
from consult.common.database import analyze
from tests.factories import CauseLinkFactory, TopicFactory
from tests.portal.reading.test_plans import GROWING, scans

FIRST = ("SELECT", "WITH")


@pytest.mark.parametrize("narrowed", [{}, {"year": "2026"}, {"group": "questions"}])
def test_no_search_walks_a_growing_table(stranger, asked, written, narrowed) -> None:
    analyze()  # of empty tables
    for number in range(8):
        question = asked(f"Headache number {number}")
        question.topics.add(TopicFactory(specialty=question.specialty))
        CauseLinkFactory(reply=question.replies.get())
        written(f"Causes of headache {number}", f"Headache of kind {number}", "Headache.")
    with CaptureQueriesContext(connection) as captured:
        assert stranger.get("/search/", {"q": "headache", **narrowed}).status_code == 200
    reads = [query["sql"] for query in captured if query["sql"].startswith(FIRST)]
    read = {table for table in GROWING | {IndexEntry._meta.db_table} for sql in reads if table in sql}
    assert {"consult_publicquestion", "consult_reply", IndexEntry._meta.db_table} <= read
    ours = [sql for sql in reads if "conditions_words" not in sql and "vector" not in sql]
    assert {sql[:300]: found for sql in ours if (found := scans(sql))} == {}

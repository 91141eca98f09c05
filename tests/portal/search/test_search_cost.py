"""A search costs the same number of queries whatever it finds."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.related.backends import keyword_index
from consult.common.database import for_database
from tests.factories import CauseLinkFactory, DoctorFactory, TopicFactory


def queries(client, **parameters):
    client.get("/search/", {"q": "headache", **parameters})
    with CaptureQueriesContext(connection) as counted:
        assert client.get("/search/", {"q": "headache", **parameters}).status_code == 200
    return len(counted)


def fill(asked, written, count, start=0):
    for number in range(start, start + count):
        question = asked(f"Headache number {number}", doctor=DoctorFactory())
        question.topics.add(TopicFactory(specialty=question.specialty))
        CauseLinkFactory(reply=question.replies.get())
        written(f"Causes of headache {number}", f"Headache of kind {number}", "Headache.")


def test_the_number_of_queries_does_not_grow(stranger, asked, written):
    keyword_index.forget_common_terms()  # what a process counted before is not asked again
    fill(asked, written, 2)
    few, narrowed = queries(stranger), queries(stranger, year=2026)
    fill(asked, written, 10, start=2)
    assert queries(stranger) == few
    assert queries(stranger, year=2026) == narrowed
    assert few == for_database(connection, sqlite=25, postgresql=22)

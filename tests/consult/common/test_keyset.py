"""Keys of ordered lists: nulls, relations, and indexes that are jumped into."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext

from consult.common.keyset import keys_of, rows_beyond
from consult.models import Doctor, Question, Specialty, Topic
from tests.factories import NOON, DoctorFactory, QuestionFactory, SpecialtyFactory, TopicFactory

pytestmark = pytest.mark.django_db


def walked(queryset, ordering, size=2):
    """The rows of all pages, read forwards and read backwards."""
    keys, pages, values = keys_of(queryset, ordering), [], None
    names = [key.name for key in keys]
    while True:
        rows, more = rows_beyond(queryset, keys, values, size)
        pages.append(rows)
        if not more:
            break
        values = queryset.filter(pk=rows[-1].pk).values_list(*names).get()
    forwards = [row for rows in pages for row in rows]
    values = queryset.filter(pk=forwards[-1].pk).values_list(*names).get()
    backwards, more = [forwards[-1]], True
    while more:
        rows, more = rows_beyond(queryset, keys, values, size, backwards=True)
        backwards = [*rows, *backwards]
        values = queryset.filter(pk=rows[0].pk).values_list(*names).get()
    assert backwards == forwards
    return forwards


@pytest.mark.parametrize("ordering", [("licence_verified_on", "pk"), ("-licence_verified_on", "-pk")])
def test_rows_without_a_value_are_met_once(ordering):
    for day in (None, 3, 1, None, 2, None, 3):
        checked = {
            "licence_verified_on": day and NOON.date() + timedelta(days=day),
            "licence_verified_by": "Office" if day else "",
        }
        DoctorFactory(**checked)
    assert walked(Doctor.objects.all(), ordering) == list(Doctor.objects.order_by(*ordering))


@pytest.mark.parametrize("term", ["specialty", "-specialty"])
def test_a_relation_orders_by_the_ordering_of_what_it_leads_to(term):
    first, second = SpecialtyFactory(name="Cardiology"), SpecialtyFactory(name="Neurology")
    for specialty in (second, first, None, second, first):
        QuestionFactory(specialty=specialty)
    questions = Question.objects.all()
    assert [key.term for key in keys_of(questions, [term])] == [term.replace("specialty", "specialty__name")]
    assert walked(questions, [term, "pk"]) == list(questions.order_by(term, "pk"))


def test_a_count_is_a_key_too():
    for number, name in enumerate("CABD"):
        TopicFactory.create_batch(number % 3, specialty=SpecialtyFactory(name=name))
    specialties = Specialty.objects.annotate(size=Count("topics"))
    ordering = ("-size", "name", "pk")
    assert walked(specialties, ordering, size=1) == list(specialties.order_by(*ordering))


def test_a_column_counts_where_it_stands_first():
    keys = keys_of(Question.objects.all(), ["-asked_at", "-pk", "asked_at", "pk"])
    assert [key.term for key in keys] == ["-asked_at", "-pk"]


def test_a_column_that_always_has_a_value_is_not_searched_for_nulls():
    asked, answered = keys_of(Question.objects.all(), ["asked_at", "answered_at"])
    assert (asked.is_nullable, answered.is_nullable) == (False, True)


def test_expressions_are_refused():
    with pytest.raises(TypeError, match="ordered by names"):
        keys_of(Topic.objects.all(), [F("name").asc(nulls_last=True)])


@pytest.mark.parametrize("value", [NOON, None])
def test_a_deep_page_jumps_into_the_index(value):
    """The first condition bounds the first column, and nothing stands beside it."""
    questions = Question.objects.all()
    with CaptureQueriesContext(connection) as asked:
        rows_beyond(questions, keys_of(questions, ["published_at", "pk"]), (value, 5), 20)
        rows_beyond(questions, keys_of(questions, ["asked_at", "pk"]), (NOON, 5), 20)
    conditions = [query["sql"].partition(" WHERE (")[2].partition(" AND (")[0] for query in asked]
    assert ('"published_at" >= ' if value else '"published_at" IS NULL') in conditions[0]
    assert '"asked_at" >= ' in conditions[-1]

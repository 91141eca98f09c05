"""A prepared read says what its queryset says, for every argument, however often it is called."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.common import clock
from consult.models import Claim, Doctor, Question, RedFlagFinding
from consult.prepared import LAST_KEY, Prepared, keep_prefetched
from consult.question.actions.publication import withdraw_publication
from tests.factories import (
    DoctorFactory,
    FindingFactory,
    QuestionFactory,
    ReplyFactory,
    public_question,
)

pytestmark = pytest.mark.django_db

KEYS = r"""IN \((?:\d+(?:, )?)+\)|IN \(SELECT value FROM json_each\('\[[\d, ]+\]'\)\)|= ANY\('\{[\d,]+\}'[\w:\[\]]*\)"""
LISTED = re.compile(rf'(?<="consult_question"\."id" )(?:{KEYS})')


def among(numbers: list[int]) -> Any:
    return Question.objects.public().for_list().filter(pk__in=numbers).order_by("pk")


def since(moment: datetime) -> Any:
    return Question.objects.filter(asked_at__gte=moment).order_by("pk")


def test_it_reads_what_the_queryset_reads_with_a_list_of_any_length() -> None:
    read: Prepared[Question] = Prepared(among)
    numbers = [public_question().pk for _ in range(5)] + [QuestionFactory(title="SECRET-LEAK").pk]
    for length in range(1, 7):
        rows: list[Any] = read(numbers[:length])
        assert rows == list(among(numbers[:length]))
        assert [row.specialty for row in rows] == [row.specialty for row in among(numbers[:length])]
        assert [row.public_replies for row in rows] == [list(row.replies.public()) for row in rows]


def test_it_never_remembers_rows() -> None:
    read: Prepared[Question] = Prepared(among)
    question = public_question()
    assert read([question.pk]) == [question]
    withdraw_publication(question=question)
    assert read([question.pk]) == []


def test_it_takes_moments() -> None:
    read: Prepared[Question] = Prepared(since)
    now = timezone.now()
    old, new = QuestionFactory(asked_at=now - timedelta(days=2)), QuestionFactory(asked_at=now)
    assert read(now - timedelta(days=3)) == [old, new]
    assert read((now - timedelta(days=1)).astimezone(UTC)) == [new]
    assert read(now) == [new]


def test_it_asks_the_clock_at_each_call() -> None:
    read: Prepared[Claim] = Prepared(lambda: Claim.objects.filter(until__gt=clock.now()))
    claim = Claim.objects.create(
        question=QuestionFactory(), doctor=DoctorFactory(), until=timezone.now() + timedelta(minutes=1)
    )
    assert read() == [claim]
    Claim.objects.update(until=timezone.now())
    assert read() == list(Claim.objects.running()) == []


def test_a_time_that_would_stand_still_is_refused() -> None:
    with pytest.raises(ValueError, match="stand still"):
        Prepared(lambda: since(timezone.now()))()
    with pytest.raises(ValueError, match="stand still"):
        Prepared(lambda: Doctor.objects.filter(licence_expires_on__gte=timezone.localdate()))()


def test_kept_rows_are_those_that_django_prefetches(django_assert_num_queries: Any) -> None:
    question, other = FindingFactory().question, QuestionFactory()
    findings = list(RedFlagFinding.objects.filter(question=question))
    for row, kept in ((question, findings), (other, [])):
        keep_prefetched(row, "red_flags", kept)
    with django_assert_num_queries(0):
        assert (list(question.red_flags.all()), list(other.red_flags.all())) == (findings, [])
        assert [finding.question for finding in question.red_flags.all()] == [question]


def test_no_key_and_keys_that_no_database_holds_cost_nothing(django_assert_num_queries: Any) -> None:
    one: Prepared[Question] = Prepared(lambda number: Question.objects.filter(pk=number))
    with django_assert_num_queries(0):
        assert Prepared(among)([]) == one(LAST_KEY + 1) == []
    assert one(LAST_KEY) == []


def test_its_sql_is_that_of_the_queryset() -> None:
    read: Prepared[Question] = Prepared(among)
    questions = [public_question().pk, public_question().pk]
    ReplyFactory(question_id=questions[0], published_at=timezone.now(), approved_at=timezone.now())
    with CaptureQueriesContext(connection) as prepared:
        read(questions)
    with CaptureQueriesContext(connection) as plain:
        list(among(questions))
    # Of the list of keys, which goes as one value, only the form differs.
    assert [LISTED.sub("LISTED", query["sql"]) for query in prepared] == [
        LISTED.sub("LISTED", query["sql"]) for query in plain
    ]
    assert "LISTED" in LISTED.sub("LISTED", prepared[0]["sql"])
    assert not re.search(r"80000000000|9990-01", str(prepared.captured_queries))


def test_it_is_written_once_for_lists_of_every_length() -> None:
    built = []

    def counting(numbers: list[int]) -> Any:
        built.append(numbers)
        return among(numbers)

    read: Prepared[Question] = Prepared(counting)
    questions = [public_question() for _ in range(3)]
    assert [read(row.pk for row in questions[:length]) for length in (1, 2, 3)] == [
        questions[:length] for length in (1, 2, 3)
    ]
    assert len(built) == 1


def test_a_list_that_does_not_stand_behind_in_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand behind IN"):
        Prepared(lambda numbers: Question.objects.filter(pk=numbers[0]))([1])


def test_an_argument_that_the_database_never_sees_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the SQL"):
        Prepared(lambda _number: Question.objects.all())(1)

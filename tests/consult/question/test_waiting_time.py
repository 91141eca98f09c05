"""The real waiting time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult.models import CaseLink, Question
from consult.question.waiting_time import WaitingTime, in_words, waiting_time
from tests.consult.asking.walk import fill
from tests.factories import QuestionFactory, SpecialtyFactory

pytestmark = pytest.mark.django_db


def answered(specialty, hours, **fields):
    """A question that waited so many hours."""
    now = timezone.now()
    QuestionFactory(
        specialty=specialty,
        status="answered",
        asked_at=now - timedelta(hours=hours),
        answered_at=now,
        **fields,
    )


def test_median_and_ninetieth_percentile_of_one_specialty(neurology):
    for hours in (10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110):
        answered(neurology, hours)
    answered(SpecialtyFactory(name="Dermatology"), 1_000)
    assert waiting_time(neurology) == WaitingTime(timedelta(hours=60), timedelta(hours=100), 11)


def test_too_few_answers_say_nothing(neurology, settings):
    for _number in range(settings.MINIMUM_WAITING_SAMPLE - 1):
        answered(neurology, 10)
    assert waiting_time(neurology) is None
    answered(neurology, 10)
    assert waiting_time(neurology).count == settings.MINIMUM_WAITING_SAMPLE


def test_imported_demo_and_old_answers_do_not_count(neurology):
    for origin in ("imported", "demo"):
        for _number in range(5):
            answered(neurology, 1, origin=origin)
    long_ago = timezone.now() - timedelta(days=200)
    for _number in range(5):
        QuestionFactory(specialty=neurology, status="answered", asked_at=long_ago, answered_at=long_ago)
    assert waiting_time(neurology) is None


def test_without_a_specialty_all_count(neurology):
    for specialty in (neurology, SpecialtyFactory(name="Dermatology")):
        for _number in range(3):
            answered(specialty, 10)
    assert waiting_time(None).count == 6


@pytest.mark.parametrize(
    ("hours", "words"), [(0.2, ("hours", 1)), (1.5, ("hours", 2)), (47, ("hours", 47)), (49, ("days", 3))]
)
def test_the_time_is_rounded_up(hours, words):
    assert in_words(timedelta(hours=hours)) == words


def test_the_confirmation_page_tells_it(patient, neurology):
    for hours in (10, 20, 30, 40, 200):
        answered(neurology, hours)
    question = QuestionFactory(specialty=neurology)
    page = " ".join(patient.get(f"/case/{CaseLink.to_case(question)}/received/").content.decode().split())
    assert "the last 5 answered questions in Neurology" in page
    assert "Half of them had a reply within 30 hours, and nine out of ten within 6 days." in page


def test_who_is_about_to_send_reads_it_first_and_who_comes_back_again(patient, neurology):
    for hours in (10, 20, 30, 40, 200):
        answered(neurology, hours)
    fill(patient, specialty={"specialty": str(neurology.pk)})
    before = " ".join(patient.get("/ask/check/").content.decode().split())
    question = QuestionFactory(specialty=neurology)
    case = f"/case/{CaseLink.to_case(question)}/"
    after = " ".join(patient.get(case).content.decode().split())
    for page in (before, after):
        assert "Half of them had a reply within 30 hours, and nine out of ten within 6 days." in page
    Question.objects.filter(pk=question.pk).update(status="withdrawn")
    assert "Half of them" not in patient.get(case).content.decode()

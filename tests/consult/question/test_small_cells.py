"""Age and sex are hidden on public pages where they would tell who asks about a rare disease."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from conditions.related.reasons import facts
from consult.models import Status
from consult.question.actions.publication import unpublish_question
from consult.question.small_cells import hides_person
from tests.factories import NOON, ReplyFactory, SpecialtyFactory, TopicFactory, public_question

pytestmark = pytest.mark.django_db
PERSON: dict[str, Any] = {"age_range": "20-29", "sex": "female"}
LINE = "<bdi>Maple</bdi>, 20 to 29 year old female"


@pytest.fixture
def rare():
    return SpecialtyFactory(name="Rare Disease", is_rare=True)


def pages(client, question):
    """The public pages that name the patient."""
    print_page = reverse("consult:thread_print", args=[question.pk, question.slug])
    return [client.get(path).content.decode() for path in (question.get_absolute_url(), print_page)]


def everywhere(client, question):
    """Every public page on which the question stands."""
    lists = [
        "/",
        "/questions/",
        question.specialty.get_absolute_url(),
        "/questions/feed/",
        "/search/?q=numb+cheek",
    ]
    return pages(client, question) + [client.get(path).content.decode() for path in lists]


def test_few_alike_hide_age_and_sex_everywhere(stranger, rare):
    questions = [public_question(specialty=rare, **PERSON) for _ in range(4)]
    for page in everywhere(stranger, questions[0]):
        assert "20 to 29" not in page
        assert "female" not in page
    assert all("Maple" in page for page in pages(stranger, questions[0]))


def test_enough_alike_show_them_and_one_that_leaves_hides_them_again(stranger, rare, editor):
    questions = [public_question(specialty=rare, **PERSON) for _ in range(5)]
    assert all(LINE in page for page in pages(stranger, questions[0]))
    unpublish_question(question=questions[4], actor=editor)
    assert not any(LINE in page for page in pages(stranger, questions[0]))


def test_only_the_same_age_and_sex_count(rare):
    questions = [
        public_question(specialty=rare, age_range=age, sex="male") for age in ["20-29"] * 4 + ["30-39"]
    ]
    assert [hides_person(question) for question in questions] == [True] * 5


def test_a_topic_is_a_smaller_cell_than_its_specialty(rare):
    topic = TopicFactory(specialty=rare)
    questions = [public_question(specialty=rare, **PERSON) for _ in range(6)]
    questions[0].topics.add(topic)
    assert [hides_person(question) for question in questions[:2]] == [True, False]
    for question in questions[1:5]:
        question.topics.add(topic)
    assert hides_person(questions[0]) is False


def test_a_rare_topic_and_a_reply_under_a_rare_specialty_count_too(rare, neurology):
    tagged, answered = (public_question(specialty=neurology, **PERSON) for _ in range(2))
    tagged.topics.add(TopicFactory(specialty=rare))
    ReplyFactory(question=answered, specialty=rare, approved_at=NOON)
    assert hides_person(tagged) is hides_person(answered) is True


def test_elsewhere_and_without_age_and_sex_nothing_is_hidden(rare, neurology, django_assert_num_queries):
    question, unsaid = public_question(specialty=neurology, **PERSON), public_question(specialty=rare)
    assert hides_person(question) is False
    with django_assert_num_queries(0):
        assert hides_person(unsaid) is False


def test_the_size_is_a_setting(rare, settings):
    question = public_question(specialty=rare, **PERSON)
    settings.SMALL_CELL = 1
    assert hides_person(question) is False
    settings.SMALL_CELL = 0
    assert hides_person(question) is False
    settings.SMALL_CELL = 2
    assert hides_person(question) is True


def test_the_editor_and_the_preview_say_so_and_the_patient_sees_all(editor_client, rare):
    question = ReplyFactory(
        question__specialty=rare, question__age_range="20-29", question__sex="female"
    ).question
    screen = editor_client.get(reverse("admin:consult_question_approve", args=[question.pk])).content.decode()
    said = "Age and sex will not be shown: fewer than 5 public questions on this rare topic have them."
    assert escape(said) in screen
    preview = editor_client.get(
        reverse("admin:consult_question_preview", args=[question.pk])
    ).content.decode()
    assert "20 to 29" not in preview
    desk = editor_client.get(reverse("admin:consult_question_change", args=[question.pk])).content.decode()
    assert LINE in desk
    assert question.status == Status.ANSWERED


def test_a_similar_age_is_no_reason_beside_a_rare_disease(rare, neurology):
    hidden = public_question(specialty=rare, **PERSON)
    tagged, shown = (public_question(specialty=neurology, **PERSON) for _ in range(2))
    tagged.topics.add(TopicFactory(specialty=rare))
    described = facts.questions([hidden.pk, tagged.pk, shown.pk])
    assert [described[q.pk].age_range for q in (hidden, tagged, shown)] == ["", "", "20 to 29"]

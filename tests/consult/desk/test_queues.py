"""The lists: order, default, and a fixed number of queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.desk.queues import SpecialtyFilter
from consult.desk.waiting import age_class, words_since
from consult.models import FollowUp, Question, Status
from tests.factories import NOON, QuestionFactory, ReplyFactory, SpecialtyFactory, public_question

pytestmark = pytest.mark.django_db
LIST = "admin:consult_question_changelist"


def listed(client, queue=""):
    return list(client.get(reverse(LIST) + (f"?queue={queue}" if queue else "")).context["cl"].result_list)


def test_doctors_start_with_what_has_waited_longest(doctor_client, doctor, neurology):
    young = QuestionFactory(specialty=neurology, asked_at=NOON + timedelta(days=2))
    old = QuestionFactory(specialty=neurology, asked_at=NOON)
    followed = public_question(doctor=doctor, specialty=neurology, asked_at=NOON - timedelta(days=9))
    FollowUp.objects.create(question=followed, text="And now?", asked_at=NOON + timedelta(days=1))
    QuestionFactory(specialty=neurology, status=Status.NEEDS_INFO, staff_message="Since when?")
    assert listed(doctor_client) == [old, followed, young]


def test_editors_start_with_what_awaits_approval(editor_client, neurology):
    answered = ReplyFactory(question__specialty=neurology).question
    further = public_question(specialty=neurology)
    ReplyFactory(question=further, specialty=neurology)
    held = ReplyFactory(
        question__specialty=neurology, question__held_at=NOON, question__held_reason="looks wrong"
    ).question
    private = ReplyFactory(
        question=QuestionFactory(status=Status.ANSWERED, answered_at=NOON, consents=())
    ).question
    assert listed(editor_client) == [answered, further]
    assert listed(editor_client, "held") == [held]
    assert set(listed(editor_client, "all")) == {answered, further, held, private}


def test_mine_lists_what_i_have_begun_or_answered(doctor_client, doctor, neurology):
    mine = ReplyFactory(doctor=doctor, question__specialty=neurology).question
    ReplyFactory(question__specialty=neurology)
    assert listed(doctor_client, "mine") == [mine]


def test_the_list_costs_the_same_for_any_number_of_rows(
    doctor_client, doctor, neurology, django_assert_num_queries
):
    QuestionFactory(specialty=neurology)
    doctor_client.get(reverse(LIST))
    for count in (1, 12):
        QuestionFactory.create_batch(count, specialty=neurology)
        with django_assert_num_queries(11):
            doctor_client.get(reverse(LIST))


def test_waiting_is_told_in_words_and_colour():
    now = timezone.now()
    told = [
        (words_since(now - passed, now), age_class(now - passed, now))
        for passed in (timedelta(minutes=5), timedelta(hours=1), timedelta(days=2), timedelta(days=6))
    ]
    assert told == [
        ("less than an hour", "wait-new"),
        ("1 hour", "wait-new"),
        ("2 days", "wait-amber"),
        ("6 days", "wait-red"),
    ]


def test_search_finds_by_number_and_words(editor_client, neurology):
    wanted = QuestionFactory(specialty=neurology, title="Drooping eyelid")
    QuestionFactory(specialty=neurology)
    for words in ("eyelid", str(wanted.pk)):
        page = editor_client.get(reverse(LIST), {"queue": "all", "q": words})
        assert wanted in page.context["cl"].result_list
    assert Question.objects.count() == 2


def test_the_filter_of_specialties_names_questions_without_one(editor_client, neurology):
    QuestionFactory(specialty=None)
    page = editor_client.get(reverse(LIST) + "?queue=all").content.decode()
    assert "Patient was not sure" in page
    assert len(listed(editor_client, "all&specialty__isnull=True")) == 1


def test_the_approval_queue_says_since_when_a_reply_waits_for_an_editor(editor_client, neurology):
    ReplyFactory(question__specialty=neurology)
    page = editor_client.get(reverse("admin:consult_question_changelist"), {"queue": "approval"})
    assert page.context["cl"].list_display == [
        "action_checkbox",
        "title_column",
        "danger",
        "person",
        "status_column",
        "specialty",
        "answered",
        "notes",
    ]
    assert "ago</span>" in page.content.decode()


def test_all_is_not_offered_where_nothing_was_sought(doctor_client, neurology):
    QuestionFactory(specialty=neurology, title="Cold hands")
    address = reverse("admin:consult_question_changelist")
    assert "Show all" not in doctor_client.get(address).content.decode()
    assert "Show all" not in doctor_client.get(address, {"queue": "all"}).content.decode()
    assert "Show all" in doctor_client.get(address, {"q": "cold"}).content.decode()


def test_each_row_says_how_long_somebody_has_waited_for_whom(editor_client, neurology):
    QuestionFactory(specialty=neurology, asked_at=timezone.now() - timedelta(days=3), title="Waits")
    QuestionFactory(specialty=neurology, status=Status.NEEDS_INFO, staff_message="Since when?", title="Asked")
    page = editor_client.get(reverse(LIST) + "?queue=all")
    admin = page.context["cl"].model_admin
    waits = {question.title: str(admin.wait(question)) for question in page.context["cl"].result_list}
    assert waits["Asked"] == ""
    assert "3 days" in waits["Waits"]


def test_a_filter_that_does_not_exist_leads_back_to_the_list(editor_client):
    assert editor_client.get(reverse(LIST) + "?nonsense__x=1")["Location"].endswith("?e=1")


def test_a_doctors_own_specialties_stand_first_in_the_filter(doctor_client, neurology):
    SpecialtyFactory(name="Cardiology")
    page = doctor_client.get(reverse("admin:consult_question_changelist"), {"queue": "waiting"})
    [shown] = [spec for spec in page.context["cl"].filter_specs if isinstance(spec, SpecialtyFilter)]
    assert [name for _key, name in shown.lookup_choices] == ["Neurology", "Cardiology"]

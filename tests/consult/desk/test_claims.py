"""A doctor takes a question for a while, so that two do not write the same reply; nobody is kept out."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models.signals import post_init
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.desk.actions.claim import take_question
from consult.models import AuditEntry, Claim, Question
from consult.question.actions.erase import erase_question
from consult.question.actions.publication import withdraw_question
from portal.roles import DOCTORS
from tests.factories import NOON, DoctorFactory, QuestionFactory, SpecialtyFactory, UserFactory

pytestmark = pytest.mark.django_db
TAKE = "/admin/consult/question/take/"


def desk(question: Question) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


@pytest.fixture
def oldest(neurology: Any) -> Question:
    return QuestionFactory(specialty=neurology, asked_at=NOON - timedelta(days=1))


def press(client: Client, question: Question, action: str, **typed: Any) -> Any:
    fields = {
        "specialty": question.specialty_id,
        "question_version": question.version,
        "text": "",
        "safety_net": "Fever.",
        **typed,
    }
    return client.post(desk(question), {"action": action, **fields}, follow=True)


def test_two_doctors_who_begin_at_once_get_two_questions(doctor_client, colleague_client, oldest, neurology):
    second = QuestionFactory(specialty=neurology)
    assert doctor_client.post(TAKE)["Location"] == desk(oldest)
    assert colleague_client.post(TAKE)["Location"] == desk(second)
    assert colleague_client.get("/admin/").context["first"] == second
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["taken", "taken"]
    page = doctor_client.post(TAKE, follow=True)
    assert page.redirect_chain[-1][0] == desk(oldest)


def test_nothing_left_is_said(doctor_client, colleague_client, oldest):
    doctor_client.post(TAKE)
    assert "Nothing waits for you" in colleague_client.post(TAKE, follow=True).content.decode()


@pytest.mark.parametrize("way", ["withdrawn", "erased"])
def test_what_is_taken_back_in_that_moment_is_passed_over(
    doctor_client, oldest, neurology, in_that_moment, way
):
    second = QuestionFactory(specialty=neurology)
    acts = {
        "withdrawn": lambda: withdraw_question(question=oldest),
        "erased": lambda: erase_question(question=oldest, actor=None),
    }
    with in_that_moment(post_init, Question, acts[way]):
        assert doctor_client.post(TAKE)["Location"] == desk(second)
    assert Claim.objects.get().question == second


def test_opening_takes_nothing_and_neither_does_a_link(doctor_client, oldest):
    doctor_client.get(desk(oldest))
    assert doctor_client.get(TAKE).status_code == 405
    assert Claim.objects.count() == 0


def test_editors_and_doctors_of_another_specialty_take_nothing(editor_client, oldest):
    assert editor_client.post(TAKE).status_code == 403
    stranger = DoctorFactory(
        user=UserFactory(is_staff=True), specialties=[SpecialtyFactory(name="Dermatology")]
    )
    stranger.user.groups.add(Group.objects.get(name=DOCTORS))
    client = Client()
    client.force_login(stranger.user)
    client.post(TAKE)
    assert Claim.objects.count() == 0


def test_colleagues_see_on_list_and_desk_who_has_taken_it_and_may_still_reply(
    doctor_client, doctor, colleague_client, oldest
):
    take_question(question=oldest, doctor=doctor, actor=doctor.user)
    shown = colleague_client.get(reverse("admin:consult_question_changelist")).content.decode()
    assert "Dr Nora Neuron has taken it" in shown
    assert "You have taken it" in doctor_client.get("/admin/").content.decode()
    Claim.objects.update(assigned_by=doctor.user)
    shown = colleague_client.get(reverse("admin:consult_question_changelist")).content.decode()
    assert "It was given to Dr Nora Neuron" in shown
    assert "It was given to you" in doctor_client.get("/admin/").content.decode()
    Claim.objects.update(assigned_by=None)
    page = colleague_client.get(desk(oldest)).content.decode()
    assert "<bdi>Dr Nora Neuron</bdi> is at work on this question until" in page
    assert "Take it for half an hour" not in page
    press(colleague_client, oldest, "take")
    assert Claim.objects.get().doctor == doctor
    press(colleague_client, oldest, "publish", text="See a doctor.")
    assert oldest.replies.get().is_published


def test_a_claim_runs_out_and_a_draft_renews_it(doctor_client, doctor, colleague_client, colleague, oldest):
    take_question(question=oldest, doctor=doctor, actor=doctor.user)
    Claim.objects.update(until=timezone.now() + timedelta(minutes=1))
    press(doctor_client, oldest, "draft", text="See a doctor.")
    assert Claim.objects.get().until > timezone.now() + timedelta(minutes=29)
    Claim.objects.update(until=timezone.now())
    assert colleague_client.post(TAKE)["Location"] == desk(oldest)
    assert Claim.objects.get().doctor == colleague


def test_giving_back_and_passing_on_end_it_and_keep_what_was_typed(doctor_client, oldest):
    other = SpecialtyFactory(name="Rare Disease")
    press(doctor_client, oldest, "take", text="Half a thought")
    assert (Claim.objects.count(), oldest.replies.get().text) == (1, "Half a thought")
    press(doctor_client, oldest, "giveback")
    assert Claim.objects.count() == 0
    press(doctor_client, oldest, "take")
    press(doctor_client, oldest, "refer", refer_to=other.pk, refer_note="It is rare.")
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    ("action", "typed", "audit"),
    [
        ("publish", {"text": "See a doctor."}, "replied"),
        ("ask", {"ask_message": "Since when?"}, "needs_info"),
        ("decline", {"decline_reason": "outside"}, "declined"),
    ],
)
def test_what_is_done_with_ends_the_claim_on_record(doctor_client, oldest, action, typed, audit):
    press(doctor_client, oldest, "take")
    press(doctor_client, oldest, action, **typed)
    assert Claim.objects.count() == 0
    done = (
        AuditEntry.objects.exclude(action="opened")
        .filter(question_number=oldest.pk)
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert [entry for entry in done if entry != "reply drafted"] == ["taken", audit, "given back"]


def test_what_a_colleague_has_taken_is_not_offered_next(doctor_client, colleague, oldest, neurology):
    second, third = QuestionFactory.create_batch(2, specialty=neurology)
    take_question(question=second, doctor=colleague, actor=colleague.user)
    page = press(doctor_client, oldest, "publish", text="See a doctor.")
    assert page.redirect_chain == [("/admin/", 302)]
    assert page.context["first"] == third
    assert doctor_client.post(TAKE)["Location"] == desk(third)


def test_passing_over_gives_it_back_keeps_the_words_and_takes_the_one_after(doctor_client, doctor, oldest):
    second = QuestionFactory(specialty=oldest.specialty)
    doctor_client.post(TAKE)
    page = press(doctor_client, oldest, "next", text="Half a thought")
    assert page.redirect_chain == [(desk(second), 302)]
    assert [(claim.question, claim.doctor) for claim in Claim.objects.all()] == [(second, doctor)]
    assert oldest.replies.drafts().get().text == "Half a thought"

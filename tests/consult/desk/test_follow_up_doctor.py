"""A follow-up comes back to the doctor who answered, and after a while to the queue; the patient reads just that."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.case.actions.followup import add_followup
from consult.models import CaseLink, Doctor, FollowUp, Question
from tests.factories import FindingFactory, ReplyFactory

pytestmark = pytest.mark.django_db
TAKE = "/admin/consult/question/take/"


@pytest.fixture
def asked(doctor: Any, neurology: Any) -> FollowUp:
    """The patient wrote again, an hour ago, to Dr Nora Neuron."""
    reply = ReplyFactory(doctor=doctor, question__specialty=neurology)
    followup = add_followup(question=reply.question, text="And now?")
    FollowUp.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    followup.refresh_from_db()
    return followup


def owed(doctor: Doctor) -> list[Question]:
    return list(Question.objects.for_doctor(doctor).waiting(doctor))


def signed_in(doctor: Any) -> Client:
    client = Client()
    client.force_login(doctor.user)
    return client


def test_it_is_meant_for_who_wrote_last_and_can_answer(doctor, colleague, asked, neurology):
    assert asked.meant_for == doctor
    answered = FollowUp.objects.get(pk=asked.pk)
    answered.doctor, answered.answer, answered.answered_at = colleague, "Rest.", timezone.now()
    answered.save()
    assert add_followup(question=asked.question, text="Thank you").meant_for == colleague
    Doctor.objects.filter(pk=colleague.pk).update(is_active=False)
    assert add_followup(question=asked.question, text="Still there?").meant_for == doctor


def test_it_stands_on_the_doctors_desk_and_in_no_colleagues_queue(doctor, colleague, asked):
    assert (owed(doctor), owed(colleague)) == ([asked.question], [])
    client = signed_in(colleague)
    assert "Nothing waits for you" in client.post(TAKE, follow=True).content.decode()
    page = reverse("admin:consult_question_change", args=[asked.question_id])
    sent = {"action": f"followup-{asked.pk}", f"followup-{asked.pk}-answer": "Mine."}
    assert "was told that Dr Nora Neuron answers" in client.post(page, sent).content.decode()
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_after_the_set_time_colleagues_get_it_too(doctor, colleague, asked, settings):
    settings.FOLLOW_UP_HOURS = 1
    assert owed(doctor) == owed(colleague) == [asked.question]


@pytest.mark.parametrize(
    "gone", [{"is_active": False}, {"licence_expires_on": "2026-01-01"}, {"user": None}], ids=str
)
def test_a_doctor_who_cannot_answer_any_more_keeps_nothing_back(doctor, colleague, asked, gone):
    Doctor.objects.filter(pk=doctor.pk).update(**gone)
    assert owed(colleague) == [asked.question]


def test_danger_in_it_waits_for_nobody(doctor, colleague, asked):
    finding = FindingFactory(question=asked.question, followup=asked)
    assert owed(colleague) == [asked.question]
    finding.looked_at = timezone.now()
    finding.save()
    assert owed(colleague) == []


def page_of(question: Question) -> str:
    token = CaseLink.to_case(question)
    return Client().get(reverse("consult:case", args=[token]), follow=True).content.decode()


def test_the_patient_reads_who_answers_before_and_after_writing(doctor, colleague, asked, settings):
    until = timezone.localtime(asked.meant_until)
    told = f"<bdi>Dr Nora Neuron</bdi> answers. From {until:%-d %B %Y, %H:%M} on another of our doctors"
    assert told in page_of(asked.question)
    settings.FOLLOW_UP_HOURS = 1
    assert "<bdi>Dr Nora Neuron</bdi> or another of our doctors answers." in page_of(asked.question)
    Doctor.objects.filter(pk=doctor.pk).update(is_active=False)
    assert "A doctor of Neurology answers." in page_of(asked.question)
    FollowUp.objects.all().delete()
    Doctor.objects.filter(pk=doctor.pk).update(is_active=True)
    settings.FOLLOW_UP_HOURS = 48
    page = page_of(asked.question)
    assert "<bdi>Dr Nora Neuron</bdi> answers; after 2 days another of our doctors may answer too." in page
    assert "The same doctor answers" not in page

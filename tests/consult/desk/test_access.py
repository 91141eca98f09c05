"""Who may open what in the admin."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from consult.models import FollowUp, Question, Status
from portal.roles import DOCTORS
from tests.factories import (
    DoctorFactory,
    QuestionFactory,
    ReplyFactory,
    SpecialtyFactory,
    UserFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dermatologist_client(db):
    """A doctor of another specialty, signed in."""
    user: Any = UserFactory(username="dermatologist", is_staff=True)
    user.groups.add(Group.objects.get(name=DOCTORS))
    DoctorFactory(user=user, specialties=[SpecialtyFactory(name="Dermatology")])
    client = Client()
    client.force_login(user)
    return client


def listed(client: Client, queue: str = "") -> list[Question]:
    address = reverse("admin:consult_question_changelist") + (f"?queue={queue}" if queue else "")
    return list(client.get(address).context["cl"].result_list)


def test_a_stranger_is_sent_to_sign_in(stranger, neurology):
    question = QuestionFactory(specialty=neurology)
    for name in ("change", "approve", "preview", "history"):
        response = stranger.get(reverse(f"admin:consult_question_{name}", args=[question.pk]))
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_doctors_see_their_specialties_and_questions_without_one(
    doctor_client, dermatologist_client, neurology
):
    mine = QuestionFactory(specialty=neurology)
    nobodys = QuestionFactory(specialty=None)
    assert listed(doctor_client) == [mine, nobodys]
    assert listed(dermatologist_client) == [nobodys]


def test_a_doctor_keeps_an_own_case_that_was_passed_on(doctor_client, doctor, dermatologist_client):
    dermatology = SpecialtyFactory(name="Dermatology")
    question = ReplyFactory(doctor=doctor, question__specialty=dermatology).question
    other = ReplyFactory(question__specialty=dermatology).question
    assert listed(doctor_client, "all") == [question]
    assert set(listed(dermatologist_client, "all")) == {question, other}


def test_a_doctor_of_another_specialty_cannot_open_read_or_answer(dermatologist_client, neurology):
    question = QuestionFactory(specialty=neurology, body="Leakable words.")
    desk = reverse("admin:consult_question_change", args=[question.pk])
    assert dermatologist_client.get(desk).status_code == 302
    posted = {
        "action": "publish",
        "text": "Hello",
        "safety_net": "Fever.",
        "specialty": neurology.pk,
        "question_version": 1,
    }
    assert dermatologist_client.post(desk, posted).status_code == 302
    assert question.replies.count() == 0
    history = dermatologist_client.get(reverse("admin:consult_question_history", args=[question.pk]))
    assert b"Leakable words." not in history.content
    assert history.status_code in (302, 403, 404)
    search = dermatologist_client.get(
        reverse("admin:consult_question_changelist"), {"q": "Leakable", "queue": "all"}
    )
    assert list(search.context["cl"].result_list) == []


def test_a_doctor_cannot_approve_hold_or_preview(doctor_client, doctor, neurology):
    reply = ReplyFactory(question__specialty=neurology, doctor=doctor)
    for name in ("approve", "preview"):
        address = reverse(f"admin:consult_question_{name}", args=[reply.question_id])
        assert doctor_client.get(address).status_code == 403
        assert doctor_client.post(address, {"action": "approve"}).status_code == 403
    reply.question.refresh_from_db()
    assert reply.question.status == Status.ANSWERED


def test_an_editor_sees_every_question_but_does_not_reply(editor_client, neurology):
    question = QuestionFactory(specialty=neurology)
    assert listed(editor_client, "all") == [question]
    desk = reverse("admin:consult_question_change", args=[question.pk])
    page = editor_client.get(desk)
    assert 'value="publish"' not in page.content.decode()
    editor_client.post(
        desk,
        {
            "action": "publish",
            "text": "Hello",
            "safety_net": "Fever.",
            "specialty": neurology.pk,
            "question_version": 1,
        },
    )
    assert question.replies.count() == 0


def test_an_editor_neither_asks_nor_answers_a_patient(editor_client, editor, doctor, neurology):
    DoctorFactory(user=editor, specialties=[neurology])
    question = QuestionFactory(specialty=neurology)
    followup = FollowUp.objects.create(question=public_question(doctor=doctor), text="And now?")
    for number, posted in (
        (question.pk, {"action": "ask", "ask_message": "Since when?", "question_version": 1}),
        (
            followup.question_id,
            {"action": f"followup-{followup.pk}", f"followup-{followup.pk}-answer": "Rest."},
        ),
    ):
        editor_client.post(reverse("admin:consult_question_change", args=[number]), posted)
    question.refresh_from_db()
    followup.refresh_from_db()
    assert (question.status, followup.answered_at) == (Status.WAITING, None)


def test_an_editor_does_not_send_the_draft_of_a_doctor(editor_client, doctor, neurology):
    draft = ReplyFactory(question=QuestionFactory(specialty=neurology), doctor=doctor, published_at=None)
    desk = reverse("admin:consult_question_change", args=[draft.question_id]) + f"?reply={draft.pk}"
    posted = {"action": "publish", "text": "Hello", "safety_net": "Fever.", "specialty": neurology.pk}
    editor_client.post(desk, {**posted, "question_version": 1, "reply_version": 1})
    draft.refresh_from_db()
    assert (draft.is_published, draft.text) == (False, "Please see a neurologist.")


def test_a_doctor_without_the_permission_to_reply_sees_nothing(client, doctor, neurology):
    QuestionFactory(specialty=neurology)
    doctor.user.groups.clear()
    doctor.user.user_permissions.add(Permission.objects.get(codename="view_question"))
    client.force_login(doctor.user)
    assert listed(client, "all") == []


def test_a_doctor_who_is_no_longer_active_sees_nothing(doctor_client, doctor, neurology):
    QuestionFactory(specialty=neurology)
    doctor.is_active = False
    doctor.save()
    assert listed(doctor_client, "all") == []


def test_staff_without_a_doctors_record_see_nothing(db, neurology):
    user: Any = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=DOCTORS))
    client = Client()
    client.force_login(user)
    QuestionFactory(specialty=neurology)
    assert listed(client, "all") == []


def test_nobody_deletes_or_adds_a_question(admin_client, neurology):
    question = QuestionFactory(specialty=neurology)
    assert admin_client.get(reverse("admin:consult_question_add")).status_code == 403
    assert admin_client.post(reverse("admin:consult_question_delete", args=[question.pk])).status_code == 403

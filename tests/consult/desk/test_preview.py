"""The thread before it is public: for editors, and for the doctor whose draft it is."""

import pytest
from django.urls import reverse

from consult.models import Reply
from tests.factories import CauseFactory, CauseLinkFactory, QuestionFactory, ReplyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def preview_of(reply: Reply) -> str:
    address = reverse("admin:consult_question_preview", args=[reply.question_id])
    return f"{address}?reply={reply.pk}"


def test_a_doctor_sees_the_draft_as_the_patient_will_and_goes_back_to_it(doctor_client, neurology):
    question = QuestionFactory(specialty=neurology)
    desk = reverse("admin:consult_question_change", args=[question.pk])
    typed = {
        "action": "preview",
        "text": "**See** a doctor.",
        "specialty": neurology.pk,
        "question_version": 1,
    }
    answered = doctor_client.post(desk, typed)
    draft = question.replies.get()
    assert answered["Location"] == preview_of(draft)
    page = doctor_client.get(answered["Location"]).content.decode()
    assert "<strong>See</strong> a doctor." in page
    assert f'<a href="{desk}">Go back</a>' in page
    assert (draft.is_published, "No answered question here" in page) == (False, False)


def test_the_causes_of_a_reply_that_is_not_public_yet_are_shown(doctor_client, doctor, neurology):
    reply = ReplyFactory(question=QuestionFactory(specialty=neurology), doctor=doctor, published_at=None)
    cause = CauseFactory(name="Chilblains")
    CauseLinkFactory(reply=reply, cause=cause)
    page = doctor_client.get(preview_of(reply)).content.decode()
    assert f'<a href="{cause.get_absolute_url()}">Chilblains</a>' in page


def test_what_is_wrong_is_said_instead(doctor_client, neurology):
    question = QuestionFactory(specialty=neurology)
    desk = reverse("admin:consult_question_change", args=[question.pk])
    page = doctor_client.post(desk, {"action": "preview", "text": "", "specialty": neurology.pk})
    assert "Write the reply first." in page.content.decode()


def test_a_published_reply_is_not_changed_by_looking_at_it(doctor_client, doctor, neurology):
    reply = ReplyFactory(question__specialty=neurology, doctor=doctor)
    desk = reverse("admin:consult_question_change", args=[reply.question_id])
    typed = {"action": "preview", "text": "Other words.", "specialty": neurology.pk, "reply_version": 1}
    doctor_client.post(f"{desk}?reply={reply.pk}", typed)
    reply.refresh_from_db()
    assert reply.text == "Please see a neurologist."


def test_a_draft_is_shown_to_its_doctor_and_to_editors_only(doctor_client, editor_client, doctor, neurology):
    others = ReplyFactory(question=QuestionFactory(specialty=neurology), published_at=None, text="Leakable.")
    published = ReplyFactory(question__specialty=neurology, doctor=doctor)
    elsewhere = ReplyFactory(
        question=QuestionFactory(specialty__name="Dermatology"), doctor=doctor, published_at=None
    )
    assert doctor_client.get(preview_of(others)).status_code == 404
    assert editor_client.get(preview_of(others)).status_code == 200
    assert doctor_client.get(preview_of(published)).status_code == 404
    assert doctor_client.get(preview_of(elsewhere)).status_code == 200  # an own earlier case

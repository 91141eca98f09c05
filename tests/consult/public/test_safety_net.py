"""The safety net stands under the same words wherever it is read."""

import pytest

from consult.models import CaseLink
from tests.factories import QuestionFactory, ReplyFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HEADING = "When to seek care now"
SIGN = "Sudden weakness on one side: call an ambulance"


@pytest.fixture
def question():
    question = public_question()
    question.replies.update(safety_net=f"- {SIGN}\n\n- Trouble speaking")
    return question


def test_the_public_page_and_the_print(stranger, question):
    for page in ("", "print/"):
        html = stranger.get(question.get_absolute_url() + page).content.decode()
        assert html.index(HEADING) < html.index(f"<li>{SIGN}</li>") < html.index("<li>Trouble speaking</li>")


def test_the_private_case_and_its_data(patient, question):
    address = f"/case/{CaseLink.to_case(question)}/"
    assert f"<li>{SIGN}</li>" in patient.get(address).content.decode()
    for page in ("", "data/"):
        html = patient.get(address + page).content.decode()
        assert html.index(HEADING) < html.index(SIGN)


def test_the_desk_and_the_approval(doctor_client, editor_client, question):
    reply = ReplyFactory(safety_net=SIGN)
    desk = doctor_client.get(f"/admin/consult/question/{reply.question_id}/change/").content.decode()
    assert desk.index(HEADING) < desk.index(f"<li>{SIGN}</li>")
    address = f"/admin/consult/question/{reply.question_id}/approve/"
    approval = editor_client.get(address).content.decode()
    assert approval.index(HEADING) < approval.index(f"<li>{SIGN}</li>")


def test_the_doctor_is_told_so(doctor_client, doctor):
    question = QuestionFactory(specialty=doctor.specialties.first())
    page = doctor_client.get(f"/admin/consult/question/{question.pk}/change/").content.decode()
    assert f"The patient reads it under “{HEADING}”" in page

"""A mistyped address is mended, and whoever got the mail by mistake is shut out."""

import pytest

from consult.models import CaseLink, Contact, OutboxMessage, Question
from consult.models.case_link import mailed_link_expiry
from consult.question.actions.ask import ask_question
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A case whose patient mistyped the address, and the token of the link shown after sending."""
    fields = {"title": "Dry skin on my elbows", "body": "Since the winter.", "display_name": "Maple"}
    return ask_question(fields=fields, consents=[], email="ada@hme.example")


def test_the_new_address_gets_a_message_and_the_old_one_is_gone(patient, asked):
    question, token = asked
    response = patient.post(f"/case/{token}/email/", {"email": "Ada@Home.example"})
    assert response.url == f"/case/{token}/"
    assert list(Contact.objects.values_list("email", flat=True)) == ["ada@home.example"]
    message = OutboxMessage.objects.get()
    assert (message.kind, message.contact.email, message.question) == (
        "received",
        "ada@home.example",
        question,
    )
    # A doctor who is writing meanwhile is not told of a changed question.
    assert Question.objects.get().version == question.version
    page = patient.get(f"/case/{token}/").content.decode()
    assert "We write to ada@home.example when there is news." in page
    assert "You changed your e-mail address" in page


def test_mailed_links_stop_working_except_the_one_in_use(patient, stranger, asked):
    question, token = asked
    mailed, own = (CaseLink.to_case(question, expires_at=mailed_link_expiry()) for _ in range(2))
    patient.post(f"/case/{own}/email/", {"email": "ada@home.example"})
    assert [patient.get(f"/case/{t}/").status_code for t in (token, own)] == [200, 200]
    assert stranger.get(f"/case/{mailed}/").status_code == 404


def test_an_address_can_be_taken_out(patient, asked):
    _question, token = asked
    patient.post(f"/case/{token}/email/", {"email": ""})
    assert Contact.objects.count() == OutboxMessage.objects.count() == 0
    assert "You gave no e-mail address" in patient.get(f"/case/{token}/").content.decode()


def test_other_questions_of_the_old_address_keep_it(patient, asked):
    question, token = asked
    other = QuestionFactory(contact=question.contact)
    patient.post(f"/case/{token}/email/", {"email": "ada@home.example"})
    other.refresh_from_db()
    assert other.contact.email == "ada@hme.example"


def test_the_same_address_again_changes_nothing_and_half_of_one_is_refused(patient, asked):
    _question, token = asked
    patient.post(f"/case/{token}/email/", {"email": "ada@hme.example"})
    assert OutboxMessage.objects.count() == 1
    page = patient.post(f"/case/{token}/email/", {"email": "ada@home"}).content.decode()
    assert "This is not a whole e-mail address." in page
    assert Question.objects.get().contact.email == "ada@hme.example"


def test_nobody_can_make_us_send_many_mails(patient, asked, monkeypatch):
    monkeypatch.setattr("consult.case.views.contact.MOST_CHANGES", 1)
    _question, token = asked
    codes = [
        patient.post(f"/case/{token}/email/", {"email": f"{name}@home.example"}).status_code
        for name in ("ada", "eve")
    ]
    assert codes == [302, 429]

"""Asking for a child or a relative, and for somebody under age."""

import pytest

from consult.asking.person import needs_guardian
from consult.asking.pseudonyms import suggest_name
from consult.models import ConsentWording, Question
from consult.privacy.personal_data import find_personal_data
from tests.consult.asking.walk import ANSWERS, fill, question_at, send, token_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("about", "age_range", "needed"),
    [
        ("self", "", False),
        ("self", "13-17", True),
        ("self", "18-19", False),
        ("self", "65+", False),
        ("child", "", True),
        ("child", "5-12", True),
        ("child", "20-29", False),
        ("relative", "", False),
        ("relative", "0-4", True),
    ],
)
def test_who_needs_a_guardian(about, age_range, needed):
    assert needs_guardian({"about": about, "age_range": age_range}) is needed


def test_the_age_is_a_setting(settings):
    settings.ADULT_AGE = 20
    assert needs_guardian({"about": "self", "age_range": "18-19"}) is True


def test_the_words_fit_whom_it_is_about(patient):
    headings = {
        "self": "How old are you, and what is your sex?",
        "child": "How old is your child, and what sex?",
        "relative": "How old are they, and what is their sex?",
    }
    for about, heading in headings.items():
        patient.post("/ask/who/", {"about": about})
        assert f"<h1>{heading}</h1>" in patient.get("/ask/age/").content.decode()


def test_a_child_is_asked_for_with_the_consent_of_a_guardian(patient):
    wording = ConsentWording.objects.current()["guardian"]
    patient.post("/ask/who/", {"about": "child"})
    assert patient.post("/ask/age/", {"age_range": "5-12"})["Location"] == "/ask/guardian/"
    page = patient.post("/ask/guardian/", {}).content.decode()
    assert page.count("Tick the box if the parent or guardian agrees.") == 2
    assert 'href="#id_guardian"' in page
    patient.post("/ask/guardian/", {"guardian": str(wording.pk)})
    fill(patient, who={"about": "child"}, age={"age_range": "5-12"})
    question = question_at(token_of(send(patient, "answer")))
    consents = {consent.kind: consent.wording for consent in question.consents.all()}
    assert consents == {"answer": ConsentWording.objects.current()["answer"], "guardian": wording}


def test_without_the_guardian_nothing_is_sent(patient):
    fill(patient, who={"about": "child"}, age={"age_range": ""})
    response = send(patient, "answer")
    assert response["Location"] == "/ask/guardian/"
    assert Question.objects.count() == 0


def test_a_guardian_agrees_to_the_present_words_only(patient):
    old = ConsentWording.objects.current()["guardian"]
    patient.post("/ask/who/", {"about": "child"})
    ConsentWording.objects.create(kind="guardian", version=2, text="New words.")
    page = patient.post("/ask/guardian/", {"guardian": str(old.pk)}).content.decode()
    assert page.count("Tick the box if the parent or guardian agrees.") == 2
    assert "New words." in page


def test_a_changed_wording_has_to_be_read_again(patient):
    old = ConsentWording.objects.current()["answer"]
    fill(patient)
    ConsentWording.objects.create(kind="answer", version=2, text="New words.")
    page = patient.post("/ask/check/", {"answer": str(old.pk)}).content.decode()
    assert "We have changed these words." in page
    assert "New words." in page
    assert Question.objects.count() == 0


def test_a_made_up_name_is_offered_and_another_keeps_the_address(patient):
    names = {suggest_name() for _ in range(50)}
    assert len(names) > 30
    page = patient.post("/ask/name/", {"another": "1", "email": "ada@home.example"}).content.decode()
    assert 'value="ada@home.example"' in page
    assert "Error" not in page


def test_no_made_up_name_looks_like_somebodys():
    names = sorted({suggest_name() for _ in range(1_000)})
    assert [name for name in names if find_personal_data(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "ada@home.example",
        "www.ada.example",
        "Ada 0207946",
        "jo\uff20example.org",
        "jo@exam\u200bple.org",
        "example.org",
        "0770 0900 123",
        "\uff10770 0900 123",
        "07-70-09-00-12",
    ],
)
def test_a_name_that_leads_to_somebody_is_refused(patient, name):
    page = patient.post("/ask/name/", {"display_name": name}).content.decode()
    assert page.count("A display name must not hold") == 2


def test_the_address_is_kept_apart_and_in_lower_case(patient):
    fill(patient, name={**ANSWERS["name"], "email": "Ada@Home.Example"})
    question = question_at(token_of(send(patient, "answer")))
    assert question.contact.email == "ada@home.example"

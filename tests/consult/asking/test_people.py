"""Asking for a child or a relative, and for somebody under age."""

import re

import pytest

from consult.asking.forms import AgeForm
from consult.asking.person import ages_for, needs_guardian
from consult.models import ConsentWording, Question
from consult.privacy.personal_data import find_personal_data
from consult.privacy.pseudonyms import suggest_name
from tests.consult.asking.walk import ANSWERS, fill, question_at, send, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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
        ("child", "0-2m", True),
        ("child", "3-11m", True),
        ("self", "1-4", True),
    ],
)
def test_who_needs_a_guardian(about, age_range, needed):
    assert needs_guardian({"about": about, "age_range": age_range}) is needed


def test_the_age_is_a_setting(settings):
    settings.ADULT_AGE = 20
    assert needs_guardian({"about": "self", "age_range": "18-19"}) is True


def choices(patient, slug, name):
    """The values that a page offers."""
    return [value for value, _label in patient.get(f"/ask/{slug}/").context["form"].fields[name].choices]


def test_nobody_is_chosen_beforehand_and_somebody_has_to_be(patient):
    assert "checked" not in patient.get("/ask/who/").content.decode()
    page = patient.post("/ask/who/", {}).content.decode()
    assert page.count("Choose who the question is about: you, your child, or somebody you care for.") == 2


@pytest.mark.parametrize(
    ("about", "ages"),
    [
        ("child", ["", "0-2m", "3-11m", "1-4", "5-12", "13-17"]),
        ("self", ["", "5-12", "13-17", "18-19", "20-29", "30-39", "40-49", "50-64", "65+"]),
        (
            "relative",
            ["", "0-2m", "3-11m", "1-4", "5-12", "13-17", "18-19", "20-29", "30-39", "40-49", "50-64", "65+"],
        ),
    ],
)
def test_the_ages_fit_whom_it_is_about(patient, about, ages):
    patient.post("/ask/who/", {"about": about})
    assert sorted(choices(patient, "age", "age_range")) == sorted(ages)


def test_an_age_that_no_longer_fits_is_asked_again(patient):
    fill(patient)
    patient.post("/ask/who/", {"about": "child"})
    assert patient.get("/ask/check/")["Location"] == "/ask/age/"


def test_an_old_answer_stays_good(patient):
    assert AgeForm.accepts({"about": "child", "age_range": "0-4"}) is True
    assert "0-4" in ages_for("child", "0-4")


def test_the_example_fits_whom_it_is_about(patient):
    examples = {"self": "my left cheek", "child": "my son's ear", "relative": "my mother's hands"}
    for about, words in examples.items():
        patient.post("/ask/who/", {"about": about})
        assert words in patient.get("/ask/what/").context["form"].fields["title"].help_text


@pytest.mark.parametrize(
    ("country", "numbers"), [("GB", ["08001111"]), ("TW", ["113", "1995"]), ("US", ["988"]), ("XX", [])]
)
def test_who_asks_under_age_and_alone_is_told_who_listens_in_confidence(patient, settings, country, numbers):
    settings.COUNTRY = country
    patient.post("/ask/who/", {"about": "self"})
    patient.post("/ask/age/", {"age_range": "13-17"})
    page = patient.get("/ask/guardian/").content.decode()
    assert "in confidence" in page
    assert re.findall(r'href="tel:([\d+]+)"', page) == numbers


def test_a_parent_is_not_told_of_it(patient):
    patient.post("/ask/who/", {"about": "child"})
    assert "in confidence" not in patient.get("/ask/guardian/").content.decode()


@pytest.mark.parametrize(
    ("age_range", "line"),
    [
        ("0-2m", "male, under 3 months"),
        ("3-11m", "male, 3 to 11 months"),
        ("1-4", "1 to 4 year old male"),
        ("65+", "male, 65 and over"),
        ("", "male"),
    ],
)
def test_the_age_under_a_question_reads_well(age_range, line):
    assert Question(age_range=age_range, sex="male").patient_facts == line


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
    page = patient.post("/ask/check/", {"answer": str(old.pk)}, follow=True).content.decode()
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

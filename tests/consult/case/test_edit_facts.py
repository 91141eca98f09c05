"""After sending, the patient corrects who it is about, age, sex and specialty, as long as nobody has replied."""

import pytest

from consult.models import ConsentWording, Question
from consult.models.question_fields import EDITABLE
from tests.consult.case.edited import edited
from tests.factories import QuestionFactory, SpecialtyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(neurology):
    return QuestionFactory(specialty=neurology, age_range="20-29", sex="female", about="self")


def facts(question):
    question.refresh_from_db()
    return question.about, question.age_range, question.sex, question.specialty


def test_the_page_shows_what_was_told(patient, question, address_of):
    form = patient.get(address_of(question, "edit/")).context["form"]
    values = [form[name].value() for name in ("about", "age_range", "sex", "specialty")]
    assert values == ["self", "20-29", "female", question.specialty_id]


def test_the_page_has_all_that_may_be_changed(patient, question, address_of):
    page = patient.get(address_of(question, "edit/")).content.decode()
    assert [field.name for field in EDITABLE if f'name="{field.name}"' not in page] == []


def test_each_of_them_can_be_corrected(patient, question, address_of):
    other = SpecialtyFactory(name="Cardiology")
    changes = {"about": "relative", "age_range": "65+", "sex": "male", "specialty": other.pk}
    address = address_of(question, "edit/")
    assert patient.post(address, edited(question, **changes)).status_code == 302
    assert facts(question) == ("relative", "65+", "male", other)
    page = patient.get(address.removesuffix("edit/")).content.decode()
    assert "male, 65 and over" in page
    assert "Cardiology" in page


def test_each_of_them_can_be_left_out(patient, question, address_of):
    patient.post(address_of(question, "edit/"), edited(question, age_range="", sex="", specialty=""))
    assert facts(question) == ("self", "", "", None)


def test_the_correction_has_a_version_and_a_history(patient, question, address_of):
    patient.post(address_of(question, "edit/"), edited(question, age_range="30-39"))
    question.refresh_from_db()
    assert question.version == 2
    assert list(question.history.values_list("age_range", flat=True)) == ["30-39", "20-29"]


def test_two_corrections_at_once_never_overwrite_silently(patient, question, address_of):
    address = address_of(question, "edit/")
    patient.post(address, edited(question, age_range="30-39"))
    response = patient.post(address, edited(question, age_range="40-49"))
    assert response.status_code == 409
    assert "30 to 39 year old female" in response.content.decode()
    assert response.context["form"]["age_range"].value() == "40-49"
    assert facts(question)[1] == "30-39"


def test_another_specialty_is_another_queue_and_the_place_in_it_stays(patient, question, address_of):
    other = SpecialtyFactory(name="Cardiology")
    asked_at = question.asked_at
    patient.post(address_of(question, "edit/"), edited(question, specialty=other.pk))
    assert list(Question.objects.waiting().filter(specialty=other)) == [question]
    question.refresh_from_db()
    assert question.asked_at == asked_at


@pytest.mark.parametrize("changes", [{"age_range": "13-17"}, {"about": "child", "age_range": ""}])
def test_a_childs_age_needs_a_parent(patient, question, address_of, changes):
    address = address_of(question, "edit/")
    page = patient.post(address, edited(question, **changes)).content.decode()
    assert page.count("Tick the box if the parent or guardian agrees.") == 2
    assert facts(question)[:2] == ("self", "20-29")
    wording = ConsentWording.objects.current()["guardian"]
    assert patient.post(address, edited(question, guardian=wording.pk, **changes)).status_code == 302
    assert question.consents.get(kind="guardian").wording == wording
    question.refresh_from_db()
    assert patient.post(address, edited(question, sex="male")).status_code == 302


def test_a_wrong_choice_changes_nothing(patient, question, address_of):
    for changes in ({"age_range": "7"}, {"sex": "x"}, {"about": "x"}, {"specialty": "999"}):
        assert patient.post(address_of(question, "edit/"), edited(question, **changes)).status_code == 200
    assert facts(question) == ("self", "20-29", "female", question.specialty)


def test_what_a_form_does_not_send_stays(patient, question, address_of):
    names = ("title", "body", "display_name", "version")
    patient.post(address_of(question, "edit/"), {name: getattr(question, name) for name in names})
    assert facts(question) == ("self", "20-29", "female", question.specialty)

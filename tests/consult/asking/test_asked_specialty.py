"""Who asks from the page of a specialty asks that specialty."""

import pytest

from tests.consult.asking.walk import fill, question_at, send, token_of
from tests.factories import SpecialtyFactory, TopicFactory

pytestmark = pytest.mark.django_db


def offered(client):
    return client.get("/ask/specialty/").context["form"]["specialty"].value()


def test_the_pages_of_a_specialty_and_of_its_topic_lead_to_it(stranger, neurology):
    topic = TopicFactory(specialty=neurology)
    for address in (neurology.get_absolute_url(), topic.get_absolute_url()):
        page = stranger.get(address).content.decode()
        # The button, and the link in place of an empty list.
        assert page.count('"/ask/?specialty=neurology"') == 2


def test_the_first_page_says_so_and_the_choice_is_made(patient, neurology):
    assert "goes to <strong>Neurology</strong>" in patient.get("/ask/?specialty=neurology").content.decode()
    assert offered(patient) == str(neurology.pk)


def test_it_stays_while_words_are_kept_too(patient, neurology):
    patient.get("/ask/?specialty=neurology")
    patient.get("/ask/?title=numb+cheek")
    assert offered(patient) == str(neurology.pk)
    assert patient.get("/ask/what/").context["form"]["title"].value() == "numb cheek"


def test_another_choice_made_already_stays(patient, neurology):
    other = SpecialtyFactory(name="Cardiology")
    patient.post("/ask/specialty/", {"specialty": str(other.pk)})
    page = patient.get("/ask/?specialty=neurology").content.decode()
    assert "goes to" not in page
    assert offered(patient) == str(other.pk)


def test_not_being_sure_stays_too(patient, neurology):
    patient.post("/ask/specialty/", {"specialty": ""})
    patient.get("/ask/?specialty=neurology")
    assert offered(patient) == ""


@pytest.mark.parametrize("slug", ["nowhere", "a\x00b", "neurology/../x"])
def test_an_unknown_specialty_is_left_out(patient, neurology, slug):
    assert patient.get("/ask/", {"specialty": slug}).status_code == 200
    assert offered(patient) == ""


def test_the_next_question_begins_anew(patient, neurology):
    patient.get("/ask/?specialty=neurology")
    fill(patient, specialty={"specialty": str(neurology.pk)})
    assert question_at(token_of(send(patient, "answer"))).specialty == neurology
    assert offered(patient) == ""

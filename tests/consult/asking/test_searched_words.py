"""The words of a search in vain stand in the title of the question that follows."""

import pytest

from consult.models import Draft

pytestmark = pytest.mark.django_db


def title_offered(client):
    return client.get("/ask/what/").context["form"]["title"].value()


def test_words_searched_for_are_offered_as_the_title(patient):
    patient.get("/ask/", {"title": "numb  cheek 麻木 \x00 & cold"})
    assert title_offered(patient) == "numb cheek 麻木 & cold"


def test_they_are_cut_to_the_length_of_a_title(patient):
    patient.get("/ask/", {"title": "numb " * 100})
    assert len(title_offered(patient)) <= 150


def test_a_title_typed_already_stays(patient):
    patient.post("/ask/save/what/", {"title": "My own words"})
    patient.get("/ask/", {"title": "numb cheek"})
    assert title_offered(patient) == "My own words"


def test_a_cookie_not_ours_is_ignored(patient):
    patient.cookies["prefill"] = "made up"
    assert not title_offered(patient)


def test_the_first_page_stores_nothing(patient):
    patient.get("/ask/", {"title": "numb cheek"})
    assert not Draft.objects.exists()

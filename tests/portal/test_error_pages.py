"""The pages that say no are in the site's style and lead on."""

import pytest
from django.test import Client, RequestFactory

from consult.models import Tombstone
from portal.views.errors import server_error
from tests.factories import QuestionFactory


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/", "/case/made-up/", "/questions/999/gone/"])
def test_a_page_not_found_offers_search_and_a_new_link(stranger, address):
    response = stranger.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in page
    assert page.count('type="search"') == 1
    for link in ("/case/find/", "/questions/", "/conditions/", "/ask/", "/emergency/"):
        assert f'href="{link}"' in page


@pytest.mark.django_db
def test_a_question_taken_down_offers_search(stranger):
    Tombstone.objects.create(question_number=7)
    response = stranger.get("/questions/7/numb/")
    assert response.status_code == 410
    assert response.content.decode().count('type="search"') == 1


@pytest.mark.django_db
def test_staff_without_the_permission_are_told_who_they_are(doctor_client, doctor):
    response = doctor_client.get(f"/admin/consult/question/{QuestionFactory().pk}/approve/")
    page = response.content.decode()
    assert response.status_code == 403
    assert f"You are signed in as {doctor.user.get_username()}" in page
    assert 'href="/admin/"' in page
    assert 'href="/accounts/logout/"' in page


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_in_the_sites_style(stranger, monkeypatch, settings):
    settings.SITE_NAME = "Hospital questions"

    def fail(*_args, **_kwargs):
        raise RuntimeError("secretword")

    monkeypatch.setattr("portal.views.home.render", fail)
    response = Client(raise_request_exception=False).get("/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "<h1>Sorry, something went wrong</h1>" in page
    assert "<span>Hospital questions</span>" in page
    assert "secretword" not in page
    for link in ("/", "/ask/", "/search/", "/emergency/"):
        assert f'href="{link}"' in page


def test_a_fault_is_told_without_the_database():
    assert server_error(RequestFactory().get("/")).status_code == 500

"""What was typed survives a closed tab, and only on the same device."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from consult.asking.drafts import COOKIE, keep
from consult.models import Draft
from tests.consult.asking.walk import ANSWERS, fill, send
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def test_a_closed_tab_loses_nothing(patient):
    patient.post("/ask/what/", ANSWERS["what"])
    patient.cookies.pop("sessionid", None)
    page = patient.get("/ask/what/").content.decode()
    assert ANSWERS["what"]["body"] in page
    assert "You have a question that you have not sent yet" in patient.get("/ask/").content.decode()


def test_nobody_else_finds_it(patient, stranger):
    patient.post("/ask/what/", ANSWERS["what"])
    stranger.cookies[COOKIE] = Draft.objects.get().key_hash
    assert ANSWERS["what"]["body"] not in stranger.get("/ask/what/").content.decode()


def test_the_cookie_outlives_the_session_and_scripts_cannot_read_it(patient):
    patient.post("/ask/what/", ANSWERS["what"])
    cookie = patient.cookies[COOKIE]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (30 * 86_400, True, "Lax")
    assert cookie.value not in str(Draft.objects.values_list())


def test_words_are_kept_while_they_are_typed(patient):
    assert patient.post("/ask/save/what/", {"body": "My left ch", "evil": "x"}).status_code == 204
    assert Draft.objects.get().answers == {"body": "My left ch"}
    assert "My left ch" in patient.get("/ask/what/").content.decode()


def test_odd_words_that_are_typed_break_nothing(patient):
    assert patient.post("/ask/save/what/", {"body": "My\x00cheek" + "x" * 30_000}).status_code == 204
    kept = Draft.objects.get().answers["body"]
    assert (kept[:7], len(kept)) == ("Mycheek", 20_000)
    patient.post("/ask/save/age/", {"age_range": "seven"})
    assert patient.get("/ask/age/").status_code == 200


@pytest.mark.parametrize("gone", ["thrown away", "sent"])
def test_words_typed_while_another_tab_ends_the_draft_begin_a_new_one(patient, gone):
    patient.post("/ask/what/", ANSWERS["what"])
    draft = Draft.objects.get()
    if gone == "sent":
        Draft.objects.update(question=QuestionFactory(), answers={})
    else:
        Draft.objects.all().delete()
    request, response = RequestFactory().get("/"), HttpResponse()
    request.COOKIES = {COOKIE: patient.cookies[COOKIE].value}
    keep(request, response, draft, {"body": "New words"})
    assert Draft.objects.get(question=None).answers == {"body": "New words"}
    assert response.cookies[COOKIE].value != patient.cookies[COOKIE].value


def test_a_rejected_page_keeps_what_was_typed(patient):
    page = patient.post("/ask/what/", {"title": "Numb" * 50, "body": "It tingles."}).content.decode()
    assert "It tingles." in page
    assert "Numb" * 50 in page
    assert page.count("One line has at most 150 letters.") == 2
    assert 'href="#id_title"' in page
    assert "<title>Error: What is happening?" in page


def test_throwing_the_draft_away_deletes_it(patient):
    patient.post("/ask/what/", ANSWERS["what"])
    assert patient.get("/ask/discard/").status_code == 405
    patient.post("/ask/discard/")
    assert Draft.objects.count() == 0
    assert "have not sent yet" not in patient.get("/ask/").content.decode()


def test_a_draft_that_is_too_old_is_not_shown(patient):
    patient.post("/ask/what/", ANSWERS["what"])
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=31))
    assert ANSWERS["what"]["body"] not in patient.get("/ask/what/").content.decode()


def test_pages_of_the_draft_are_not_cached(patient):
    for page in ("/ask/", "/ask/what/"):
        assert "no-store" in patient.get(page)["Cache-Control"]


def test_too_fast_is_told_in_words_and_loses_nothing(patient, settings):
    settings.ASK_MINIMUM_SECONDS = 60
    fill(patient)
    assert "That was very quick." in send(patient, "answer").content.decode()
    Draft.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert send(patient, "answer").status_code == 302


def test_too_many_from_one_network_are_told_to_wait(patient, stranger, settings, monkeypatch):
    monkeypatch.setattr("consult.common.rate_limit.time.time", lambda: 1_800_000_000.0)
    settings.ASK_PER_ADDRESS_AN_HOUR = 1
    for client, status in ((patient, 302), (stranger, 200)):
        fill(client)
        response = send(client, "answer")
        assert response.status_code == status
    assert "Very many questions came from your network" in response.content.decode()
    assert "Your answers are kept" in response.content.decode()


def test_a_flood_of_drafts_from_one_network_is_stopped_and_the_one_begun_goes_on(
    patient, stranger, monkeypatch
):
    monkeypatch.setattr("consult.common.rate_limit.time.time", lambda: 1_800_000_000.0)
    monkeypatch.setattr("consult.asking.drafts.MOST_DRAFTS", 1)
    patient.post("/ask/what/", ANSWERS["what"])
    assert stranger.post("/ask/save/what/", ANSWERS["what"]).status_code == 429
    assert stranger.post("/ask/what/", ANSWERS["what"]).status_code == 429
    assert patient.post("/ask/began/", ANSWERS["began"]).status_code == 302
    assert Draft.objects.count() == 1

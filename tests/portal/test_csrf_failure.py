"""A form without its cookie is shown back, never lost."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.models import Draft
from tests.consult.asking.walk import ANSWERS
from tests.factories import QuestionFactory
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    """A browser whose forms are checked, as in production."""
    return Client(enforce_csrf_checks=True)


def test_a_patient_finds_all_words_in_a_form_that_can_be_sent_again(strict):
    response = strict.post("/ask/what/", {**ANSWERS["what"], "csrfmiddlewaretoken": "stale"})
    page = response.content.decode()
    assert response.status_code == 403
    assert '<form method="post" action="/ask/what/" id="again">' in page
    for value in ANSWERS["what"].values():
        assert value in page
    token = strict.cookies["csrftoken"].value
    again = strict.post("/ask/what/", {**ANSWERS["what"], "csrfmiddlewaretoken": token})
    assert again["Location"] == "/ask/began/"
    assert Draft.objects.get().answers["title"] == ANSWERS["what"]["title"]


def test_elsewhere_the_words_can_be_copied_but_not_sent_and_no_password_is_shown(strict):
    response = strict.post("/accounts/login/", {"login": "doctor", "password": "hunter2hunter2"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "doctor" in page
    assert "hunter2hunter2" not in page
    assert '<form method="post"' not in page


def test_a_doctor_who_signed_in_anew_in_another_tab_sends_the_same_form_again(doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    desk = reverse("admin:consult_question_change", args=[question.pk])
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    typed = {"action": "draft", "text": "See a doctor.", "specialty": neurology.pk, "question_version": 1}
    away = browser.post(
        desk, {**typed, "csrfmiddlewaretoken": browser.get("/ask/what/").context["csrf_token"]}
    )
    assert away.status_code == 403
    assert "You were signed out" in away.content.decode()
    assert (question.replies.count(), ">See a doctor.</textarea>" in away.content.decode()) == (0, True)
    browser.force_login(doctor.user)
    stale = browser.post(desk, {**filled(away, "again"), "csrfmiddlewaretoken": "stale"})
    assert stale.status_code == 403
    assert browser.post(desk, filled(stale, "again")).status_code == 302
    assert question.replies.get().text == "See a doctor."


def test_a_form_from_another_site_is_never_offered_to_staff(doctor, neurology):
    question = QuestionFactory(specialty=neurology)
    for site in ("cross-site", "same-site", "none"):
        browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": site})
        browser.force_login(doctor.user)
        page = browser.post(reverse("admin:consult_question_change", args=[question.pk]), {"text": "Spam"})
        assert '<form method="post"' not in page.content.decode()


def test_signing_out_twice_leads_to_the_sign_in(stranger):
    assert stranger.post("/admin/logout/").status_code == 302


def test_a_wrong_password_is_said_once(stranger):
    page = stranger.post("/accounts/login/", {"login": "doctor", "password": "no"}).content.decode()
    assert page.count("There is a problem") == 1


def test_markup_in_the_words_stays_text(strict):
    page = strict.post("/ask/what/", {"body": "</textarea><script>x</script>"}).content.decode()
    assert "<script>x</script>" not in page

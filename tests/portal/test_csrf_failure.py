"""A form without its cookie is shown back, never lost."""

import pytest
from django.test import Client

from consult.models import Draft
from tests.consult.ask.walk import ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    """A browser whose forms are checked, as in production."""
    return Client(enforce_csrf_checks=True)


def test_a_patient_finds_all_words_in_a_form_that_can_be_sent_again(strict):
    response = strict.post("/ask/what/", {**ANSWERS["what"], "csrfmiddlewaretoken": "stale"})
    page = response.content.decode()
    assert response.status_code == 403
    assert '<form method="post" action="/ask/what/">' in page
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


def test_markup_in_the_words_stays_text(strict):
    page = strict.post("/ask/what/", {"body": "</textarea><script>x</script>"}).content.decode()
    assert "<script>x</script>" not in page

"""From the first page to the private case page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult.models import CaseLink, Draft, Question
from tests.consult.asking.walk import ANSWERS, fill, question_at, send, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_first_page_asks_about_an_emergency_and_keeps_nothing(patient):
    response = patient.get("/ask/")
    assert response.status_code == 200
    assert "is this an emergency?" in response.content.decode()
    assert patient.cookies == {} or "consilium_draft" not in patient.cookies
    assert Draft.objects.count() == 0


def test_every_page_leads_to_the_next_and_says_how_far_it_is(patient):
    slugs = list(ANSWERS)
    for place, slug in enumerate(slugs):
        page = patient.get(f"/ask/{slug}/")
        assert f"Step {place + 1} of 9" in page.content.decode()
        response = patient.post(f"/ask/{slug}/", ANSWERS[slug])
        following = slugs[place + 1] if place < 8 else "privacy"
        assert response["Location"] == f"/ask/{following}/"


def test_a_question_is_stored_with_all_that_was_answered(patient, neurology):
    fill(patient, specialty={"specialty": str(neurology.pk)})
    response = send(patient, "answer", "publish")
    question = question_at(token_of(response))
    stored = {name: getattr(question, name) for page in ANSWERS.values() for name in page if name != "email"}
    asked = {name: value for page in ANSWERS.values() for name, value in page.items() if name != "email"}
    assert stored == {**asked, "specialty": neurology}
    assert question.status == "waiting"
    assert question.contact is None
    assert sorted(question.consents.values_list("kind", flat=True)) == ["answer", "publish"]


def test_only_five_things_are_compulsory(patient):
    patient.post("/ask/who/", ANSWERS["who"])
    patient.post("/ask/what/", ANSWERS["what"])
    patient.post("/ask/name/", ANSWERS["name"])
    response = send(patient, "answer")
    question = question_at(token_of(response))
    assert (question.about, question.age_range, question.specialty, question.began) == ("self", "", None, "")
    assert list(question.consents.values_list("kind", flat=True)) == ["answer"]


def test_the_last_page_leads_back_to_what_is_lacking(patient):
    patient.post("/ask/who/", ANSWERS["who"])
    assert patient.get("/ask/check/")["Location"] == "/ask/what/"


def test_check_your_answers_shows_every_answer_with_a_way_to_change_it(patient):
    fill(patient)
    page = patient.get("/ask/check/").content.decode()
    for slug, answers in ANSWERS.items():
        assert f'href="/ask/{slug}/?change"' in page
        for value in filter(
            None, (answers.get(name) for name in ("title", "body", "began", "tried", "wants"))
        ):
            assert value in page
    assert "30 to 39" in page
    assert "I am not sure" in page


def test_a_changed_answer_leads_back_to_the_last_page(patient):
    fill(patient)
    response = patient.post("/ask/began/?change", {"began": "in spring"}, follow=True)
    assert response.request["PATH_INFO"] == "/ask/check/"
    assert "in spring" in response.content.decode()


def test_sending_twice_makes_one_question(patient):
    fill(patient)
    first, second = send(patient, "answer"), send(patient, "answer")
    assert Question.objects.count() == 1
    assert question_at(token_of(first)) == question_at(token_of(second))
    assert token_of(first) != token_of(second)


def test_an_hour_after_sending_the_device_no_longer_opens_the_case(patient):
    fill(patient)
    send(patient, "answer")
    Draft.objects.update(updated_at=timezone.now() - timedelta(minutes=61))
    links = CaseLink.objects.count()
    assert send(patient, "answer")["Location"] == "/ask/"
    assert CaseLink.objects.count() == links


def test_after_sending_the_draft_holds_no_words_and_a_new_question_may_begin(patient):
    fill(patient)
    send(patient, "answer")
    assert Draft.objects.get().answers == {}
    assert "have not sent yet" not in patient.get("/ask/").content.decode()
    fill(patient, what={"title": "Another", "body": "Another matter."})
    send(patient, "answer")
    assert sorted(Question.objects.values_list("title", flat=True)) == [
        "Another",
        "Why does my cheek go numb?",
    ]


def test_without_the_first_consent_nothing_is_sent(patient):
    fill(patient)
    response = send(patient, "publish")
    assert Question.objects.count() == 0
    page = response.content.decode()
    assert "<title>Error: Check your answers" in page
    assert page.count("Tick this box so that a doctor may read and answer your question.") == 2
    assert 'href="#id_answer"' in page


def test_the_confirmation_page_gives_the_private_link(patient):
    fill(patient)
    response = send(patient, "answer")
    page = patient.get(response["Location"])
    assert f"http://testserver/case/{token_of(response)}/" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_the_case_page_shows_the_question(patient, stranger):
    fill(patient)
    token = token_of(send(patient, "answer"))
    page = stranger.get(f"/case/{token}/").content.decode()
    assert "Why does my cheek go numb?" in page
    assert "Waiting for a doctor." in page


@pytest.mark.parametrize("slug", ["nonsense", "guardian"])
def test_a_page_that_is_not_on_the_way_is_not_found(patient, slug):
    assert patient.get(f"/ask/{slug}/").status_code == 404


def test_without_anything_typed_the_last_page_leads_to_the_first(patient):
    assert patient.get("/ask/check/")["Location"] == "/ask/"


def test_throwing_away_nothing_is_no_error(patient):
    assert patient.post("/ask/discard/")["Location"] == "/ask/"

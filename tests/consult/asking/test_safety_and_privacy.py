"""What interrupts on the way: emergency cards, crisis help, personal data."""

import pytest

from consult.models import OutboxMessage, Question
from tests.consult.asking.walk import fill, question_at, send, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

EMERGENCY = {"title": "Help", "body": "I have crushing chest pain and my arm is numb."}
SELF_HARM = {"title": "Help", "body": "I want to kill myself."}


def test_the_first_page_lists_the_red_flags_and_the_numbers(patient):
    page = patient.get("/ask/").content.decode()
    assert "Call 999 now if somebody:" in page
    assert 'href="tel:116123"' in page


def test_a_red_flag_interrupts_once_with_the_emergency_card(patient):
    response = patient.post("/ask/what/", EMERGENCY)
    assert response["Location"] == "/ask/stop/?next=%2Fask%2Fbegan%2F"
    page = patient.get(response["Location"]).content.decode()
    assert "Call 999 for an ambulance" in page
    assert "Samaritans" not in page
    assert patient.post(response["Location"])["Location"] == "/ask/began/"
    assert patient.post("/ask/began/", {"began": "today"})["Location"] == "/ask/tried/"


def stopped(patient, body):
    """The stop page for these words."""
    response = patient.post("/ask/what/", {"title": "Help", "body": body})
    return patient.get(response["Location"]).content.decode()


def test_crisis_help_stands_beside_the_ambulance_and_never_instead_of_it(patient):
    page = stopped(
        patient, "Dad is grey and clammy, clutching his chest and says he feels like he is going to die."
    )
    assert page.index('href="tel:999"') < page.index('href="tel:116123"')


def test_today_is_left_out_where_now_is_said(patient):
    page = stopped(patient, "My left calf is swollen and red.")
    assert "Call NHS 111 or see a doctor today" in page
    page = stopped(patient, "My left calf is swollen and red. I have chest pain.")
    assert "Call 999 now" in page
    assert "see a doctor today" not in page


def test_who_is_being_hurt_gets_help_of_its_own(patient):
    page = stopped(patient, "My husband hits me every night.")
    assert 'href="tel:08082000247"' in page
    assert "call the police on 999" in page
    assert "for an ambulance" not in page


def test_going_on_is_the_quiet_button(patient):
    page = stopped(patient, "I have chest pain.")
    assert '<button class="btn btn-link ask-quiet" type="submit">I have read this, continue</button>' in page
    assert "btn-primary" not in page.split("<main")[1]


def test_what_is_denied_does_not_interrupt(patient):
    response = patient.post("/ask/what/", {"title": "Cough", "body": "I cough. I have no chest pain."})
    assert response["Location"] == "/ask/began/"


def test_no_match_is_never_said(patient):
    fill(patient)
    assert "red flag" not in patient.get("/ask/check/").content.decode().lower()


def test_self_harm_shows_crisis_help_holds_the_question_and_alerts_staff(patient):
    response = patient.post("/ask/what/", SELF_HARM)
    assert 'href="tel:116123"' in patient.get(response["Location"]).content.decode()
    fill(patient, what=SELF_HARM)
    question = question_at(token_of(send(patient, "answer", "publish")))
    assert question.held_reason == "Words about suicide or self-harm"
    assert OutboxMessage.objects.filter(kind="staff_alert", question=question).count() == 1


def test_the_card_leads_nowhere_but_to_this_site(patient):
    assert patient.get("/ask/stop/?next=https://evil.example/")["Location"] == "/ask/"


PERSONAL = {
    "title": "Letter from ada@home.example",
    "body": "My name is Ada Lovelace. Call me on 020 7946 0018.",
}


def test_personal_data_is_marked_and_taken_out_at_one_tap(patient):
    fill(patient, what=PERSONAL)
    page = patient.get("/ask/privacy/").content.decode()
    assert "<mark" in page
    assert "It misses things" in page
    patient.post("/ask/privacy/", {"redact": "all"})
    assert patient.get("/ask/privacy/")["Location"] == "/ask/similar/"
    send(patient, "answer")
    question = Question.objects.get()
    assert question.title == "Letter from [e-mail address removed]"
    assert "Lovelace" not in question.body
    assert "7946" not in question.body


def test_what_stands_in_place_of_a_finding_fits_into_the_line(patient):
    title = "My cheek is numb, " * 8 + "a@b.uk"
    fill(patient, what={**PERSONAL, "title": title})
    patient.post("/ask/privacy/", {"redact": "all"})
    assert patient.get("/ask/what/").context["form"]["title"].value() == title.replace("a@b.uk", "…")
    assert patient.get("/ask/check/").status_code == 200


def test_one_finding_can_go_alone(patient):
    fill(patient, what=PERSONAL)
    start = PERSONAL["title"].index("ada@")
    patient.post("/ask/privacy/", {"redact": f"title:{start}:{len(PERSONAL['title'])}"})
    page = patient.get("/ask/privacy/").content.decode()
    assert "ada@home.example" not in page
    assert "Lovelace" in page


def test_the_patient_may_keep_the_words_and_is_asked_again_only_after_a_change(patient):
    fill(patient, what=PERSONAL)
    assert patient.post("/ask/privacy/", {"keep": "1"})["Location"] == "/ask/similar/"
    assert patient.get("/ask/privacy/").status_code == 302
    response = patient.post("/ask/seen/?change", {"seen": "Dr Grace Hopper"})
    assert response["Location"] == "/ask/privacy/"
    assert patient.get("/ask/privacy/").status_code == 200


def test_without_findings_the_check_is_passed_over(patient):
    fill(patient)
    assert patient.get("/ask/privacy/")["Location"] == "/ask/similar/"

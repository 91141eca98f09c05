"""Messages and changes meet the same personal data check as the question, and lose nothing on the way."""

import pytest

from consult.desk.actions.reply import request_information
from consult.models import FollowUp
from tests.consult.case.edited import edited
from tests.factories import QuestionFactory, ReplyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


TEXT = "My name is Ada Lovelace. Write to ada@home.example."


@pytest.fixture
def address(address_of):
    """Where a follow-up to an answered question is written."""
    return address_of(ReplyFactory().question, "follow-up/")


@pytest.fixture
def answered_messages():
    """Return a function that gives the texts of all messages."""
    return lambda: list(FollowUp.objects.values_list("text", flat=True))


def hidden(response):
    """What the page in between sends along."""
    return dict(response.context["form"].hidden())


def test_a_message_is_marked_before_it_is_sent(patient, address):
    response = patient.post(address, {"text": TEXT})
    page = response.content.decode()
    assert "Does this show who you are?" in page
    assert "<mark" in page
    assert hidden(response)["text"] == TEXT
    assert "Nothing is stored yet" in page


def test_taking_all_out_shows_the_text_once_more(patient, address, answered_messages):
    response = patient.post(address, {"text": TEXT, "redact": "all"})
    text = response.context["form"]["text"].value()
    assert text == "My name is [name removed]. Write to [e-mail address removed]."
    assert "The marked words are taken out." in response.content.decode()
    assert answered_messages() == []
    assert patient.post(address, {"text": text}).status_code == 302
    assert answered_messages() == [text]


def test_one_finding_can_go_alone(patient, address):
    start = TEXT.index("ada@")
    end = start + len("ada@home.example")
    response = patient.post(address, {"text": TEXT, "redact": f"text:{start}:{end}"})
    assert "Does this show who you are?" in response.content.decode()
    assert hidden(response)["text"] == "My name is Ada Lovelace. Write to [e-mail address removed]."


def test_the_text_may_stay_as_it_is(patient, address, answered_messages):
    assert patient.post(address, {"text": TEXT, "keep": "1"}).status_code == 302
    assert answered_messages() == [TEXT]


def test_it_can_be_changed_by_hand(patient, address, answered_messages):
    response = patient.post(address, {"text": TEXT, "change": "1"})
    assert response.context["form"]["text"].value() == TEXT
    assert 'method="post"' in response.content.decode()
    assert answered_messages() == []


@pytest.mark.parametrize("wanted", ["", "text", "text:0:5", "text:a:b", "body:0:1"])
def test_an_odd_wish_takes_nothing_out(patient, address, wanted):
    response = patient.post(address, {"text": TEXT, "redact": wanted})
    assert hidden(response)["text"] == TEXT


def test_the_emergency_card_comes_first(patient, address, answered_messages):
    text = f"I want to kill myself. {TEXT}"
    response = patient.post(address, {"text": text})
    assert "Does this show who you are?" not in response.content.decode()
    response = patient.post(address, hidden(response))
    assert "Does this show who you are?" in response.content.decode()
    assert patient.post(address, {**hidden(response), "keep": "1"}).status_code == 302
    assert answered_messages() == [text]


def test_information_that_was_asked_for_is_checked(patient, address_of, doctor):
    question = QuestionFactory()
    request_information(question=question, message="Since when?", actor=doctor.user)
    response = patient.post(address_of(question, "information/"), {"text": TEXT})
    assert "Does this show who you are?" in response.content.decode()
    assert question.followups.count() == 0


def test_a_change_is_checked_and_carries_everything_along(patient, address_of):
    question = QuestionFactory(age_range="20-29")
    address = address_of(question, "edit/")
    data = edited(question, seen=TEXT, age_range="30-39", specialty=question.specialty_id)
    response = patient.post(address, data)
    assert "Who has been seen" in response.content.decode()
    sent_along = hidden(response)
    assert {name: sent_along[name] for name in data} == {name: str(value) for name, value in data.items()}
    response = patient.post(address, {**sent_along, "redact": "all"})
    assert patient.post(address, hidden(response)).status_code == 302
    question.refresh_from_db()
    assert question.seen == "My name is [name removed]. Write to [e-mail address removed]."
    assert question.age_range == "30-39"


def test_a_name_that_gives_away_becomes_a_made_up_one(patient, address_of):
    question = QuestionFactory()
    response = patient.post(
        address_of(question, "edit/"), edited(question, display_name="ada@home.example", redact="all")
    )
    name = response.context["form"]["display_name"].value()
    assert "@" not in name
    assert len(name.split()) == 2


def test_words_stored_before_are_not_asked_about_again(patient, address_of):
    question = QuestionFactory(seen=TEXT)
    assert patient.post(address_of(question, "edit/"), edited(question, began="May")).status_code == 302


def test_a_conflict_after_keeping_does_not_ask_again(patient, address_of):
    question = QuestionFactory()
    address = address_of(question, "edit/")
    patient.post(address, edited(question, began="In May"))
    response = patient.post(address, edited(question, seen=TEXT, keep="1"))
    assert response.status_code == 409
    assert patient.post(address, hidden(response)).status_code == 302
    question.refresh_from_db()
    assert question.seen == TEXT


def test_looking_at_the_check_stores_nothing(patient, address_of):
    question = QuestionFactory()
    patient.post(address_of(question, "edit/"), edited(question, body=TEXT))
    question.refresh_from_db()
    assert question.version == 1

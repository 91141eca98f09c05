"""What a patient sees and does on the private case page."""

import json
from datetime import UTC, datetime

import pytest

from consult.desk.actions.reply import decline_question, request_information
from consult.models import AuditEntry, ConsentWording, OutboxMessage, Question
from consult.question.actions.publication import approve_question
from tests.consult.case.edited import edited
from tests.factories import (
    NOON,
    CauseFactory,
    CauseLinkFactory,
    QuestionFactory,
    ReplyFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


def read(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def answered():
    """A question with a reply that only its patient may read."""
    return ReplyFactory(text="Wear a scarf.", more_info="Cold slows nerves.").question


def test_the_patient_reads_a_reply_that_nobody_else_can(patient, stranger, answered, address_of):
    page = read(patient, address_of(answered))
    assert "A doctor has replied." in page
    assert "Wear a scarf." in page
    assert "Cold slows nerves." in page
    assert "Did this help?" not in page
    assert stranger.get(answered.get_absolute_url()).status_code == 404


def test_the_page_of_all_data_has_the_words_without_their_signs(patient, address_of):
    reply = ReplyFactory(text="See a **neurologist**.\n\n- soon", more_info="*Rest*.")
    page = read(patient, address_of(reply.question, "data/"))
    for words in ("See a neurologist.<br><br>soon", "<dd>Rest.</dd>"):
        assert words in page


def test_a_draft_of_a_reply_is_not_shown(patient, address_of):
    question = QuestionFactory()
    ReplyFactory(question=question, text="Secretword", published_at=None)
    assert "Secretword" not in read(patient, address_of(question))


def test_confirmed_causes_are_linked_and_proposed_ones_are_not(patient, answered, address_of):
    reply = answered.replies.get()
    CauseLinkFactory(reply=reply, cause=CauseFactory(name="Cold urticaria"))
    CauseLinkFactory(reply=reply, cause=CauseFactory(name="Secretword"), state="proposed", decided_at=None)
    page = read(patient, address_of(answered))
    assert "Cold urticaria" in page
    assert "Secretword" not in page


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("waiting", "Waiting for a doctor."),
        ("needs_info", "Since when?"),
        ("declined", "We cannot answer this question here."),
        ("withdrawn", "You have withdrawn this question."),
    ],
)
def test_the_status_is_said_in_plain_words(patient, address_of, status, words):
    question = QuestionFactory(status=status, staff_message="Since when?")
    assert words in read(patient, address_of(question))


def test_the_timeline_tells_what_happened_and_nothing_internal(patient, address_of, editor, doctor):
    question = QuestionFactory()
    address = address_of(question)
    request_information(question=question, message="Since when?", actor=doctor.user)
    approve_question(question=ReplyFactory().question, actor=editor)
    patient.post(f"{address}information/", {"text": "Since May."})
    question.refresh_from_db()
    decline_question(question=question, message="Please see a doctor.", actor=editor)
    page = read(patient, address)
    lines = ["You sent your question", "We asked you for more information", "You sent more information"]
    places = [page.index(f"<span>{line}</span>") for line in [*lines, "We could not answer your question"]]
    assert places == sorted(places)
    assert "The question and its reply were published" not in page
    assert "editor" not in page


def test_a_follow_up_reopens_the_case_for_the_same_doctor(patient, answered, address_of):
    address = address_of(answered)
    response = patient.post(f"{address}follow-up/", {"text": "And in summer?"})
    assert response["Location"] == address
    assert list(Question.objects.waiting()) == [answered]
    assert "Your follow-up has arrived." in read(patient, address)


def test_follow_ups_are_bounded_and_what_was_typed_is_kept(patient, answered, address_of, settings):
    settings.FOLLOW_UPS_PER_CASE = 2
    address = address_of(answered)
    for text in ("One", "Two"):
        patient.post(f"{address}follow-up/", {"text": text})
    response = patient.post(f"{address}follow-up/", {"text": "A third message"})
    assert response.status_code == 409
    assert "A third message" in response.content.decode()
    assert answered.followups.count() == 2
    assert "Send a follow-up message" not in read(patient, address)


def test_the_same_message_twice_is_one(patient, answered, address_of):
    for _time in range(2):
        patient.post(address_of(answered, "follow-up/"), {"text": "And in summer?"})
    assert answered.followups.count() == 1


def test_before_the_first_reply_there_is_no_follow_up(patient, address_of):
    question = QuestionFactory()
    assert patient.post(address_of(question, "follow-up/"), {"text": "Hello?"}).status_code == 409
    assert question.followups.count() == 0


def test_more_information_puts_the_question_back_in_the_queue(patient, address_of, doctor):
    question = QuestionFactory()
    request_information(question=question, message="Since when?", actor=doctor.user)
    address = address_of(question)
    assert "Since when?" in read(patient, f"{address}information/")
    patient.post(f"{address}information/", {"text": "Since May."})
    question.refresh_from_db()
    assert (question.status, question.followups.get().kind) == ("waiting", "information")


def test_a_second_request_for_information_leaves_the_first_with_its_answer(patient, address_of, doctor):
    question = QuestionFactory()
    address = address_of(question)
    for asked, answer in (("Since when?", "Since May."), ("Which side?", "The left one.")):
        request_information(question=question, message=asked, actor=doctor.user)
        patient.post(f"{address}information/", {"text": answer})
    request_information(question=question, message="Any fever?", actor=doctor.user)
    requests = question.information_requests.all()
    assert [(each.text, each.answer and each.answer.text, each.asked_by) for each in requests] == [
        ("Since when?", "Since May.", doctor.user),
        ("Which side?", "The left one.", doctor.user),
        ("Any fever?", None, doctor.user),
    ]
    page = read(patient, address)
    lines = ["Since when?", "Since May.", "Which side?", "The left one."]
    places = [page.index(f">{line}</p>") for line in lines]
    assert places == sorted(places)
    assert "Any fever?" in page
    data = patient.get(f"{address}data.json").json()
    assert [row["request"] for row in data["requests"]] == ["Since when?", "Which side?", "Any fever?"]


def test_words_about_self_harm_in_a_follow_up_show_help_and_hold_the_question(patient, answered, address_of):
    address = address_of(answered, "follow-up/")
    response = patient.post(address, {"text": "I want to kill myself."})
    page = response.content.decode()
    assert 'href="tel:116123"' in page
    assert "I want to kill myself." in page
    assert answered.followups.count() == 0
    read_cards = page.split('name="read" value="')[1].split('"')[0]
    assert patient.post(address, {"text": "I want to kill myself.", "read": read_cards}).status_code == 302
    answered.refresh_from_db()
    assert answered.held_at is not None
    assert OutboxMessage.objects.filter(kind="staff_alert").count() == 1


def test_an_unanswered_question_can_be_changed(patient, address_of):
    question = QuestionFactory()
    patient.post(address_of(question, "edit/"), edited(question, body="It is the right cheek."))
    question.refresh_from_db()
    assert (question.body, question.version) == ("It is the right cheek.", 2)


def test_an_answered_question_cannot_and_the_words_are_shown_back(patient, answered, address_of):
    response = patient.post(address_of(answered, "edit/"), edited(answered, body="It is the right cheek."))
    assert response.status_code == 409
    assert "It is the right cheek." in response.content.decode()


def test_two_changes_at_once_never_overwrite_silently(patient, address_of):
    question = QuestionFactory()
    address = address_of(question, "edit/")
    patient.post(address, edited(question, body="From the phone."))
    response = patient.post(address, edited(question, body="From the desk."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "From the phone." in page
    assert "From the desk." in page
    assert 'name="version" value="2"' in page
    patient.post(address, edited(question, body="From the desk.", version=2))
    question.refresh_from_db()
    assert question.body == "From the desk."


def test_taking_publication_back_works_at_once_and_can_be_undone(patient, stranger, address_of, editor):
    question = public_question()
    address = address_of(question)
    patient.post(f"{address}unpublish/")
    assert stranger.get(question.get_absolute_url()).status_code == 404
    page = read(patient, address)
    assert "You have not agreed to publication" in page
    wording = ConsentWording.objects.current()["publish"]
    patient.post(f"{address}publish/", {"wording": wording.pk})
    question.refresh_from_db()
    assert question.status == "answered"
    approve_question(question=question, actor=editor)
    assert stranger.get(question.get_absolute_url()).status_code == 200
    assert question.consents.filter(kind="publish").count() == 2


def test_consent_counts_only_for_the_words_on_the_page(patient, address_of):
    question = QuestionFactory(consents=["answer"])
    old = ConsentWording.objects.current()["publish"]
    ConsentWording.objects.create(kind="publish", version=2, text="New words.")
    patient.post(address_of(question, "publish/"), {"wording": old.pk})
    assert question.consents.filter(kind="publish").count() == 0


def test_after_withdrawing_nothing_is_agreed_to(patient, address_of):
    question = QuestionFactory(status="withdrawn", consents=["answer"])
    wording = ConsentWording.objects.current()["publish"]
    patient.post(address_of(question, "publish/"), {"wording": wording.pk})
    assert question.consents.filter(kind="publish").count() == 0


@pytest.mark.one_database
@pytest.mark.parametrize(("seconds", "when"), [(0, "at once"), (60, "within 60 seconds")])
def test_it_says_how_soon_a_public_page_goes(patient, address_of, settings, seconds, when):
    settings.SHARED_CACHE_SECONDS = seconds
    page = address_of(public_question())
    assert f"The public page goes {when}; your case" in read(patient, page)
    assert f"the page goes {when}. You can" in read(patient, f"{page}withdraw/")


def test_withdrawing_asks_first_and_then_hides_the_question(patient, stranger, address_of):
    question = public_question()
    address = address_of(question)
    patient.get(f"{address}withdraw/")
    question.refresh_from_db()
    assert question.status == "published"
    patient.post(f"{address}withdraw/")
    assert stranger.get(question.get_absolute_url()).status_code == 404
    assert "You have withdrawn this question." in read(patient, address)
    assert patient.post(f"{address}withdraw/").status_code == 302
    assert AuditEntry.objects.filter(action="withdrawn").count() == 1


@pytest.mark.parametrize("page", ["publish/", "unpublish/"])
def test_looking_changes_nothing(patient, address_of, page):
    question = public_question()
    assert patient.get(address_of(question, page)).status_code == 405
    question.refresh_from_db()
    assert question.status == "published"


def test_days_are_those_of_this_country(patient, address_of):
    late = datetime(2026, 8, 6, 23, 30, tzinfo=UTC)
    page = read(patient, address_of(QuestionFactory(asked_at=late), "data/"))
    assert "<dt>7 August 2026</dt><dd>You sent your question</dd>" in page


def test_the_data_is_whole_as_a_file_and_as_a_page(patient, answered, address_of):
    answered.followups.create(text="And in summer?", asked_at=NOON)
    ReplyFactory(question=answered, text="Secretword", published_at=None)
    response = patient.get(address_of(answered, "data.json"))
    data = json.loads(response.content)
    assert response["Content-Disposition"] == f'attachment; filename="case-{answered.pk}.json"'
    assert data["question"]["title"] == answered.title
    assert [reply["reply"] for reply in data["replies"]] == ["Wear a scarf."]
    assert [message["message"] for message in data["messages"]] == ["And in summer?"]
    assert sorted(consent["wording_version"] for consent in data["consents"]) == [1, 1]
    page = read(patient, address_of(answered, "data/"))
    assert "Wear a scarf." in page
    assert "6 August 2026" in page
    assert "<dt>6 August 2026</dt><dd>You sent your question</dd>" in page
    assert "Secretword" not in page + response.content.decode()

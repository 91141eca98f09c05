"""What a patient erases is gone from everywhere, and nobody else's data is touched."""

import json
import time

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client

from consult.desk.actions.reply import answer_followup, publish_reply, save_reply
from consult.models import AuditEntry, Contact, Draft, HelpfulVote, PageReport, Question, Reply, Tombstone
from consult.notifications.outbox import enqueue
from consult.question.actions.publication import approve_question
from tests.consult.asking.walk import fill, question_at, send, token_of
from tests.consult.case.erased_words import elsewhere, files_with, tables_with
from tests.factories import public_question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.every_case]

WORDS = ["zyxwvutide", "qqplover", "wwotterly", "erased@home.example"]


def ask(client, specialty, word, email):
    """Ask, with a word in every answer; return the token."""
    fill(
        client,
        what={"title": f"Numb {word} cheek", "body": f"My cheek {word} goes numb in the cold."},
        began={"began": f"since {word}"},
        tried={"tried": f"a {word} scarf"},
        seen={"seen": f"the {word} nurse"},
        wants={"wants": f"is {word} bad?"},
        specialty={"specialty": str(specialty.pk)},
        name={"display_name": f"Quiet {word}", "email": email},
    )
    return token_of(send(client, "answer", "publish"))


def live_through(client, token, doctor, editor, word):
    """Take the question through reply, follow-up, publication, votes, reports and the staff's log."""
    question = question_at(token)
    words = {"text": f"Your {word} is harmless.", "safety_net": f"If {word} grows."}
    reply = Reply(question=question, doctor=doctor, specialty=question.specialty, **words)
    save_reply(reply=reply, actor=doctor.user)
    reply.more_info = f"More about {word}."
    save_reply(reply=reply, actor=doctor.user)
    publish_reply(reply=reply, actor=doctor.user)
    client.post(f"/case/{token}/follow-up/", {"text": f"And now {word}?"})
    answer_followup(
        followup=question.followups.get(), answer=f"{word} too.", doctor=doctor, actor=doctor.user
    )
    approve_question(question=question, actor=editor)
    HelpfulVote.objects.create(reply=reply, voter_hash="x", helped=False, missing=f"nothing on {word}")
    path = f"/questions/{question.pk}/numb-{word}/"
    PageReport.objects.create(question=question, path=path, reason="other", details=f"{word}!")
    PageReport.objects.create(path=path, reason="spam")
    for row in (question, reply):
        LogEntry.objects.create(
            user=editor,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=f"Question of {word}",
            action_flag=CHANGE,
            change_message=json.dumps([f"Changed {word}"]),
        )
    return question


def test_erasing_leaves_no_word_anywhere(
    patient, stranger, doctor, doctor_client, editor, editor_client, neurology, caplog
):
    other_token = ask(stranger, neurology, "keptword", "kept@home.example")
    other = live_through(stranger, other_token, doctor, editor, "keptword")
    token = ask(patient, neurology, "zyxwvutide", "erased@home.example")
    question = live_through(patient, token, doctor, editor, "zyxwvutide qqplover")
    # A draft of the next question on the same device, and pages that somebody has read meanwhile.
    patient.post("/ask/what/", {"title": "wwotterly", "body": "wwotterly again"})
    stranger.get(question.get_absolute_url())
    stranger.get(other.get_absolute_url())
    stranger.get("/search/", {"q": "zyxwvutide"})
    doctor_client.get(f"/admin/consult/question/{question.pk}/change/")
    editor_client.get("/admin/")
    patient.post("/case/find/", {"email": "erased@home.example"})
    for word in WORDS[:3]:
        assert tables_with(word) != []

    receipt = patient.post(f"/case/{token}/erase/", {"sure": "1"}, follow=True).content.decode()

    # The draft is no part of the case: it goes by its own way.
    assert "A question that you have begun and not sent" in receipt
    assert tables_with("wwotterly") == ["consult_draft"]
    patient.post("/ask/discard/")
    for word in WORDS:
        assert tables_with(word) == []
        assert files_with(word) == []
        assert word not in caplog.text.lower()
        assert word not in receipt.lower()
    # Mail that was sent is out of reach, but it never held a word; a queued one is gone with its address.
    assert [elsewhere(word) for word in WORDS[:3]] == [[], [], []]
    for line in (
        "Questions",
        "Replies",
        "Follow-ups",
        "Votes of readers",
        "Reports of readers",
        "Earlier versions",
    ):
        assert f"<td>{line}</td>" in receipt
    assert Tombstone.objects.get().question_number == question.pk
    assert stranger.get(question.get_absolute_url()).status_code == 410
    assert patient.get(f"/case/{token}/").status_code == 404

    assert tables_with("keptword") != []
    assert Question.objects.get() == other
    assert stranger.get(other.get_absolute_url()).status_code == 200
    assert Contact.objects.get().email == "kept@home.example"
    assert other.history.count() > 0
    assert LogEntry.objects.filter(object_repr__contains="keptword").count() == 2


def test_an_address_stays_while_another_question_uses_it(patient, stranger, neurology):
    first = ask(patient, neurology, "one", "ada@home.example")
    ask(stranger, neurology, "two", "ada@home.example")
    patient.post(f"/case/{first}/erase/", {"sure": "1"})
    assert Contact.objects.get().email == "ada@home.example"


def test_erasing_asks_once_more_and_keeps_all_until_then(patient, neurology):
    token = ask(patient, neurology, "one", "")
    assert patient.get(f"/case/{token}/erase/").status_code == 200
    page = patient.post(f"/case/{token}/erase/").content.decode()
    assert page.count("Tick the box if you are sure.") == 2
    assert Question.objects.count() == 1


def test_what_an_administrator_erases_is_gone_from_the_file_of_the_database_too(
    administrator_client, neurology
):
    question = public_question(specialty=neurology, title="Numb zyxwvutide", body="My zyxwvutide is numb.")
    screen = f"/admin/consult/question/{question.pk}/approve/"
    form = {"seen_version": question.version, "action": "erase", "erase_number": str(question.pk)}
    assert administrator_client.post(screen, form).status_code == 302
    assert (tables_with("zyxwvutide"), files_with("zyxwvutide")) == ([], [])
    entry = AuditEntry.objects.get(action="erased")
    assert (entry.question_number, str(entry.actor)) == (question.pk, "administrator")


def test_what_a_restored_backup_brings_back_is_erased_again(patient, stranger, neurology, caplog, capsys):
    token = ask(patient, neurology, "qqplover", "erased@home.example")
    kept = question_at(ask(stranger, neurology, "keptword", "kept@home.example"))
    number = question_at(token).pk
    caplog.set_level("INFO")
    call_command("erase_cases", str(number), str(number), "999999")
    assert list(Question.objects.values_list("pk", flat=True)) == [kept.pk]
    assert Tombstone.objects.filter(question_number=number).exists()
    assert f"Case {number} was erased." in caplog.messages
    assert capsys.readouterr().out == "Erased 1; not there: 999999.\n"


def test_a_second_press_leads_to_the_same_receipt(patient, neurology):
    token = ask(patient, neurology, "one", "ada@home.example")
    first = patient.post(f"/case/{token}/erase/", {"sure": "1"})
    second = patient.post(f"/case/{token}/erase/", {"sure": "1"})
    assert (first["Location"], second.status_code) == (second["Location"], 302)
    page = patient.get(first["Location"])
    assert "<h1>Your case is erased</h1>" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert patient.get(f"/case/{token}/erase/").status_code == 404
    assert patient.post("/case/never/erase/", {"sure": "1"}).status_code == 404


def test_a_receipt_is_read_for_an_hour_and_cannot_be_made_up(patient, neurology, monkeypatch):
    token = ask(patient, neurology, "one", "")
    address = patient.post(f"/case/{token}/erase/", {"sure": "1"})["Location"]
    assert patient.get(address[:-3] + "x/").status_code == 404
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3_601)
    assert patient.get(address).status_code == 404


def test_who_gave_no_address_has_no_mail_on_the_receipt(patient, neurology):
    token = ask(patient, neurology, "one", "")
    question = question_at(token)
    enqueue(kind="staff_alert", question=question, key="1")
    page = patient.post(f"/case/{token}/erase/", {"sure": "1"}, follow=True).content.decode()
    assert ("E-mails, sent and waiting" in page, "<td>Alerts to our staff</td><td>1</td>" in page) == (
        False,
        True,
    )


def test_another_site_erases_neither_the_case_nor_the_draft(patient, neurology):
    """It knows a case of its own, and the victim's browser sends the cookie of the victim's draft along."""
    attackers = ask(Client(), neurology, "one", "")
    patient.post("/ask/what/", {"title": "Mine", "body": "Unsent."})
    for origin in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        answer = patient.post(f"/case/{attackers}/erase/", {"sure": "1"}, headers=origin)
        assert (answer.status_code, Question.objects.count()) == (403, 1)
    patient.post(f"/case/{attackers}/erase/", {"sure": "1"}, headers={"Origin": "null"})
    assert (Question.objects.count(), Draft.objects.filter(question=None).count()) == (0, 1)

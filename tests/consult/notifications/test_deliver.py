"""The outbox is drained over real SMTP: nothing is lost, nothing is sent twice."""

import re
import threading
import time
from datetime import timedelta
from itertools import count

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from consult.desk.actions.moderation import retry_message
from consult.models import CaseLink, Contact, OutboxMessage
from consult.notifications.deliver import LEASE, claim, drain
from consult.notifications.outbox import enqueue
from consult.notifications.retries import MOST_ATTEMPTS, wait_after
from consult.notifications.tasks import send_due_messages
from tests.factories import QuestionFactory

Kind, State = OutboxMessage.Kind, OutboxMessage.State
PATIENT_KINDS = [kind for kind in Kind.values if kind not in OutboxMessage.TO_STAFF]


def queue(kind=Kind.ANSWERED, email="ada@home.example", key="1", **fields):
    """One message to the patient of a question full of health words."""
    contact = Contact.objects.get_or_create(email=email)[0]
    question = QuestionFactory(
        contact=contact,
        title="Herpes xyzzyword",
        body="My xyzzyword burns.",
        display_name="Quiet Maple",
        **fields,
    )
    return enqueue(kind=kind, question=question, contact=contact, key=key)


def body_of(mail, kind="plain"):
    return mail.get_body((kind,)).get_content()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PATIENT_KINDS)
def test_a_mail_says_nothing_of_the_question(smtp, kind):
    queue(kind)
    assert drain().sent == 1
    mail = smtp.mails[0]
    assert mail["To"] == "ada@home.example"
    assert mail["Subject"].startswith("Consilium: ")
    assert mail["Auto-Submitted"] == "auto-generated"
    for text in (mail["Subject"], body_of(mail), body_of(mail, "html")):
        for word in ("xyzzyword", "Herpes", "Quiet Maple", "Neurology"):
            assert word not in text


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "path"), [(Kind.ANSWERED, "case"), (Kind.CASE_LINK, "cases")])
def test_a_mail_holds_a_fresh_link_that_expires(smtp, patient, kind, path):
    queue(kind)
    drain()
    address = re.search(rf"https://consilium\.example(/{path}/[^/\s]+/)", body_of(smtp.mails[0])).group(1)
    assert patient.get(address).status_code == 200
    expires_at = CaseLink.objects.latest("pk").expires_at
    assert expires_at is not None
    assert timedelta(days=29) < expires_at - timezone.now() <= timedelta(days=30)
    CaseLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert patient.get(address).status_code == 404


@pytest.mark.django_db
def test_one_tap_unsubscribes(smtp, patient):
    queue()
    drain()
    mail = smtp.mails[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.fullmatch(
        r"<https://consilium\.example(/unsubscribe/.+/)>", mail["List-Unsubscribe"].strip()
    ).group(1)
    queue(key="2")
    queue(Kind.CASE_LINK, key="2")
    patient.get(path)
    assert Contact.objects.get().unsubscribed_at is None
    assert patient.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Contact.objects.get().unsubscribed_at is not None
    assert OutboxMessage.objects.get(state=State.PENDING).kind == Kind.CASE_LINK
    assert queue(key="3") is None
    assert queue(Kind.CASE_LINK, key="4") is not None
    patient.post(path, {"again": "1"})
    assert queue(key="5") is not None


@pytest.mark.django_db
def test_an_unsubscribe_link_that_was_tampered_with_opens_nothing(patient):
    assert patient.post("/unsubscribe/abc/").status_code == 404


@pytest.mark.django_db
def test_a_link_to_the_cases_cannot_be_unsubscribed_from(smtp):
    queue(Kind.CASE_LINK)
    drain()
    assert smtp.mails[0]["List-Unsubscribe"] is None


@pytest.mark.django_db
def test_a_message_is_sent_once(smtp):
    queue()
    assert (drain().sent, drain().sent) == (1, 0)
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, len(smtp.mails)) == (State.SENT, 1, 1)


@pytest.mark.django_db
def test_a_failing_server_loses_nothing_and_is_not_pestered(smtp):
    queue()
    smtp.refuse = ["451 Busy", "451 Busy"]
    for attempt in (1, 2):
        assert drain().failed == 1
        message = OutboxMessage.objects.get()
        assert (message.state, message.attempts, message.last_error) == (
            State.PENDING,
            attempt,
            "SMTPDataError 451",
        )
        assert message.next_attempt_at - timezone.now() <= wait_after(attempt)
        assert drain().failed == 0
        OutboxMessage.objects.update(next_attempt_at=timezone.now())
    assert drain().sent == 1
    assert len(smtp.mails) == 1
    # The links of the tries that failed are gone.
    assert CaseLink.objects.count() == 1


@pytest.mark.django_db
def test_a_server_that_is_away_costs_one_message_one_try(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    queue(key="1")
    queue(key="2")
    assert drain().failed == 1
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 1]
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.PENDING}


def test_the_wait_doubles_up_to_six_hours():
    assert [wait_after(n) for n in (1, 2, 3)] == [timedelta(minutes=m) for m in (1, 2, 4)]
    assert wait_after(12) == timedelta(hours=6)


@pytest.mark.django_db
def test_after_the_last_try_staff_see_it_and_can_try_again(smtp):
    queue()
    OutboxMessage.objects.update(attempts=MOST_ATTEMPTS - 1)
    smtp.refuse = ["451 Busy"]
    drain()
    message = OutboxMessage.objects.failing().get()
    assert message.state == State.FAILED
    again = retry_message(message=message, actor=None)
    assert (again.state, again.attempts) == (State.PENDING, 0)
    assert drain().sent == 1


@pytest.mark.django_db
def test_what_was_sent_is_not_tried_again(smtp):
    sent = queue()
    drain()
    assert retry_message(message=sent, actor=None).state == State.SENT
    assert (drain().sent, len(smtp.mails)) == (0, 1)


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_given_up_without_naming_it(smtp, caplog):
    queue(email="nobody@home.example")
    drain()
    message = OutboxMessage.objects.get()
    assert (message.state, message.last_error) == (State.FAILED, "SMTPRecipientsRefused 550")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("consult")]
    assert ours == [f"Message {message.pk} was not sent (try 1): SMTPRecipientsRefused"]


@pytest.mark.django_db
def test_one_bad_address_does_not_stop_the_others(smtp):
    queue(email="nobody@home.example", key="1")
    queue(email="ada@home.example", key="2")
    done = drain()
    assert (done.sent, done.failed) == (1, 1)


@pytest.mark.django_db
def test_a_claimed_message_is_left_to_its_worker_until_the_lease_ends():
    queue()
    assert claim() is not None
    assert claim() is None
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - LEASE)
    assert claim().attempts == 2


@pytest.mark.django_db
def test_the_command_and_the_task_drain_the_same_outbox(smtp, capsys):
    queue(key="1")
    call_command("send_notifications")
    assert capsys.readouterr().out == "Sent 1, failed 0, given up so far 0.\n"
    queue(key="2")
    send_due_messages.enqueue()
    call_command("send_notifications")
    assert len(smtp.mails) == 2


@pytest.mark.django_db
def test_the_running_command_outlives_a_restart_of_the_database(smtp, monkeypatch, capsys):
    queue()
    claims, waits = count(), count()

    def away_once():
        if next(claims) == 0:
            raise OperationalError("restarting")
        return claim()

    def wait(_seconds):
        if next(waits) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr("consult.notifications.deliver.claim", away_once)
    monkeypatch.setattr(connection, "close", lambda: None)  # it holds the transaction of this test
    monkeypatch.setattr(time, "sleep", wait)
    with pytest.raises(KeyboardInterrupt):
        call_command("send_notifications", every=60)
    said = capsys.readouterr()
    assert said.err == "The database does not answer (OperationalError); trying again later.\n"
    assert said.out == "Sent 1, failed 0, given up so far 0.\n"


@pytest.mark.django_db
def test_staff_alerts_go_to_the_setting_or_else_to_the_editors(smtp, settings, editor):
    queue(Kind.STAFF_ALERT)
    drain()
    assert smtp.mails[0]["To"] == "editor@hospital.example"
    assert "xyzzyword" not in body_of(smtp.mails[0])
    settings.STAFF_ALERT_EMAILS = ["duty@hospital.example"]
    queue(Kind.STAFF_ALERT, key="2")
    drain()
    assert smtp.mails[1]["To"] == "duty@hospital.example"


@pytest.mark.django_db
def test_an_alert_that_nobody_would_get_is_seen_as_failing(smtp):
    queue(Kind.STAFF_ALERT)
    drain()
    assert OutboxMessage.objects.failing().get().last_error == "NobodyToWriteToError"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_send_twice(smtp, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for number in range(20):
        queue(key=str(number))
    start = threading.Barrier(3)
    sent = []

    def work():
        start.wait()
        sent.append(drain().sent)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (sum(sent), len(smtp.mails)) == (20, 20)
    assert len({mail["Message-ID"] for mail in smtp.mails}) == 20


@pytest.mark.django_db
def test_an_alert_about_a_page_leads_to_the_list_of_work(smtp, settings):
    settings.STAFF_ALERT_EMAILS = ["duty@hospital.example"]
    enqueue(kind=Kind.STAFF_ALERT, key="report")
    drain()
    assert "https://consilium.example/admin/" in body_of(smtp.mails[0]).splitlines()


@pytest.mark.django_db
def test_an_alert_that_fails_has_no_link_to_forget(smtp, editor):
    queue(Kind.STAFF_ALERT)
    smtp.refuse = ["451 Busy"]
    assert drain().failed == 1
    assert CaseLink.objects.count() == 0


@pytest.mark.django_db
def test_the_running_command_is_silent_when_there_is_nothing_to_send(monkeypatch, capsys):
    def wait(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", wait)
    with pytest.raises(KeyboardInterrupt):
        call_command("send_notifications", every=60)
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
@pytest.mark.one_database
def test_no_pooled_connection_is_held_while_the_mail_server_is_asked(smtp, monkeypatch):
    queue()
    sent_before: list[int] = []
    monkeypatch.setattr(
        "consult.notifications.deliver.give_back_connection", lambda: sent_before.append(len(smtp.mails))
    )
    assert (drain().sent, sent_before) == (1, [0])

"""Mail goes out once its transaction has committed, and nobody waits for it."""

from threading import current_thread
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.signals import connection_created
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from consult.models import Contact, OutboxMessage
from consult.notifications import background
from consult.notifications.outbox import enqueue
from tests.factories import QuestionFactory

FIND = "/case/find/"


class BrokenBackend(ImmediateBackend):
    """A queue of tasks that is away."""

    def enqueue(self, *_: Any) -> Any:
        raise OSError("away")


@pytest.fixture
def ada(transactional_db):
    """The address of a patient with a question."""
    contact = Contact.objects.create(email="ada@home.example")
    QuestionFactory(contact=contact)
    return contact


@pytest.fixture
def in_threads(settings):
    """Tasks run in their own thread, as on a real site."""
    settings.TASKS = {"default": {"BACKEND": "consult.notifications.background.ThreadBackend"}}
    yield
    background.finish()


@task()
def ask_the_database() -> int:
    """One query."""
    return Contact.objects.count()


def queue(contact, key):
    enqueue(kind=OutboxMessage.Kind.CASE_LINK, contact=contact, key=key)


def test_mail_goes_out_when_the_transaction_has_committed(smtp, ada):
    with transaction.atomic():
        queue(ada, "1")
        assert smtp.mails == []
    assert [mail["To"] for mail in smtp.mails] == ["ada@home.example"]


def test_what_is_rolled_back_sends_nothing(smtp, ada):
    with transaction.atomic():
        queue(ada, "1")
        transaction.set_rollback(True)
    queue(ada, "2")
    assert len(smtp.mails) == 1


def test_a_site_answers_before_the_mail_server_does(smtp, ada, patient, in_threads):
    smtp.opened.clear()
    assert patient.post(FIND, {"email": ada.email}).status_code == 302
    assert smtp.mails == []
    smtp.opened.set()
    background.finish()
    assert [mail["Subject"] for mail in smtp.mails] == ["Consilium: The link to your cases"]


def test_a_queue_of_tasks_that_is_away_breaks_no_page_and_loses_no_mail(smtp, ada, patient, settings):
    settings.TASKS = {"default": {"BACKEND": f"{__name__}.BrokenBackend"}}
    assert patient.post(FIND, {"email": ada.email}).status_code == 302
    assert OutboxMessage.objects.due().count() == 1


def test_what_is_done_beside_opens_one_connection_and_keeps_it(transactional_db, in_threads):
    opened: list[str] = []

    def note(**_: Any) -> None:
        opened.append(current_thread().name)

    connection_created.connect(note)
    try:
        for _turn in range(3):
            ask_the_database.enqueue()
        background.finish()
    finally:
        connection_created.disconnect(note)
    assert opened == ["tasks-default_0"]

"""Mail about a sign-in goes through the outbox: no page waits for a mail server or fails with it."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from consult.models import OutboxMessage
from consult.notifications.deliver import drain
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"


@pytest.fixture
def no_server(settings: Any) -> None:
    """Nobody listens where mail would go."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


@pytest.mark.usefixtures("no_server")
def test_a_new_password_is_asked_for_while_the_mail_server_is_away(stranger: Client) -> None:
    UserFactory(email="nora@hospital.example")
    response = stranger.post(RESET, {"email": "nora@hospital.example"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/password/reset/done/")
    assert (drain().failed, OutboxMessage.objects.get().state) == (1, "pending")


def test_the_mail_is_sent_later_and_its_words_are_gone_from_the_outbox(stranger: Client) -> None:
    UserFactory(email="nora@hospital.example")
    stranger.post(RESET, {"email": "nora@hospital.example"})
    waiting = OutboxMessage.objects.get()
    assert (waiting.kind, "nora" in waiting.sealed, "password" in waiting.sealed) == ("account", False, False)
    assert (drain().sent, OutboxMessage.objects.get().sealed) == (1, "")
    [message] = mail.outbox
    assert message.to == ["nora@hospital.example"]
    assert re.search(r"/accounts/password/reset/key/\S+", str(message.body))
    headers = message.extra_headers
    assert (headers["Auto-Submitted"], headers["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_an_address_without_an_account_gets_no_mail_and_the_same_answer(stranger: Client) -> None:
    UserFactory(email="nora@hospital.example")
    known = stranger.post(RESET, {"email": "nora@hospital.example"}, follow=True)
    unknown = stranger.post(RESET, {"email": "stranger@elsewhere.example"}, follow=True)
    assert (known.redirect_chain, known.content) == (unknown.redirect_chain, unknown.content)
    drain()
    assert [message.to for message in mail.outbox] == [["nora@hospital.example"]]


def test_a_mail_whose_key_is_gone_is_given_up(stranger: Client, settings: Any) -> None:
    UserFactory(email="nora@hospital.example")
    stranger.post(RESET, {"email": "nora@hospital.example"})
    settings.SECRET_KEY = "another one"
    assert (drain().failed, OutboxMessage.objects.get().state) == (1, "failed")

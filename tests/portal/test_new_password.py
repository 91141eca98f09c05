"""The pages on which staff get a new password say in plain words what to do next."""

import re

import pytest
from django.core import mail
from django.test import Client

from consult.notifications.deliver import drain
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ASK = "/accounts/password/reset/"


def heading(page: str) -> str:
    """The one heading of the page."""
    [found] = re.findall(r"<h1>(.*?)</h1>", page, re.S)
    return str(found)


def test_who_forgot_a_password_is_told_what_to_do_at_each_step(stranger):
    page = stranger.get(ASK).content.decode()
    assert heading(page) == "Choose a new password"
    assert "An administrator can send you a link." in page
    assert 'placeholder="Email address"' not in page
    UserFactory(username="flora", email="flora@hospital.example")
    done = stranger.post(ASK, {"email": "flora@hospital.example"}, follow=True).content.decode()
    assert heading(done) == "Look into your mail"
    assert 'href="/accounts/login/"' in done
    drain()
    [message] = mail.outbox
    [address] = re.findall(r"/accounts/password/reset/key/\S+", str(message.body))
    assert heading(stranger.get(address, follow=True).content.decode()) == "Choose a password"


def test_a_link_that_was_used_leads_on():
    page = Client().get("/accounts/password/reset/key/1-used/").content.decode()
    assert heading(page) == "This link no longer works"
    assert (f'href="{ASK}"' in page, 'href="/accounts/login/"' in page) == (True, True)

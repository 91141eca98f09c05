"""An administrator invites staff, who choose their own passwords; second factors are removed, never read."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client

from consult.models import OutboxMessage
from consult.notifications.deliver import drain
from tests.asked_again import typed_the_password
from tests.factories import UserFactory
from tests.forms import filled

pytestmark = pytest.mark.django_db
ADD = "/admin/auth/user/add/"


@pytest.fixture
def administrator() -> Client:
    """Somebody who may do everything."""
    client = Client()
    client.force_login(UserFactory(username="head", is_staff=True, is_superuser=True))
    return typed_the_password(client)


def invite(client: Client, **fields: Any) -> str:
    """Fill in the form; the words of the screen that follows."""
    form = {"username": "flora", "email": "flora@hospital.example", **fields}
    return str(client.post(ADD, form, follow=True).content.decode())


def test_who_is_invited_chooses_a_password_and_gets_in(administrator):
    doctors = Group.objects.get(name="Doctors")
    page = invite(administrator, first_name="Flora", groups=[doctors.pk])
    assert "An invitation is on its way to flora@hospital.example." in page
    assert (drain().sent, OutboxMessage.objects.get().sealed) == (1, "")
    user = User.objects.get(username="flora")
    assert (user.is_staff, user.has_usable_password(), list(user.groups.all())) == (True, False, [doctors])
    [message] = mail.outbox
    assert message.to == ["flora@hospital.example"]
    assert message.body.startswith("Hello Flora,")
    address = re.search(r"/accounts/password/reset/key/\S+", str(message.body)).group()
    flora = Client()
    choose = flora.get(address)["Location"]
    password = "a long enough one 7"
    assert flora.post(choose, {"password1": password, "password2": password}).status_code == 302
    assert flora.login(username="flora", password=password)
    assert flora.get("/admin/").status_code == 200


def test_an_invitation_needs_an_address_that_nobody_else_has(administrator):
    UserFactory(email="Flora@Hospital.example")
    assert "Somebody signs in with this address already." in invite(administrator)
    assert "This field is required." in invite(administrator, email="")
    assert not User.objects.filter(username="flora").exists()


def test_an_invitation_can_be_sent_again_and_one_that_nobody_can_mail_is_said(administrator):
    invite(administrator)
    flora = User.objects.get(username="flora")
    again = {"action": "invite_again", "_selected_action": [flora.pk]}
    administrator.post("/admin/auth/user/", again)
    assert drain().sent == 2
    assert [message.to for message in mail.outbox] == [["flora@hospital.example"]] * 2
    User.objects.update(email="fl ora@hospital")
    page = administrator.post("/admin/auth/user/", again, follow=True).content.decode()
    assert "could not be sent" in page


def test_doctors_and_editors_invite_nobody(doctor_client, editor_client):
    for client in (doctor_client, editor_client):
        assert client.get(ADD).status_code == 403


def test_the_list_says_who_has_a_second_factor_and_what_it_keeps_secret_is_shown_nowhere(administrator):
    user = User.objects.get(username="head")
    factor = Authenticator.objects.create(user=user, type="totp", data={"secret": "LEAKABLE"})
    assert (
        "icon-yes" in administrator.get("/admin/auth/user/").content.decode().split("field-second_factor")[1]
    )
    for address in ("/admin/mfa/authenticator/", f"/admin/mfa/authenticator/{factor.pk}/change/"):
        page = administrator.get(address)
        assert (page.status_code, "LEAKABLE" in page.content.decode()) == (200, False)
    assert administrator.get("/admin/mfa/authenticator/add/").status_code == 403
    administrator.post(f"/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    assert Authenticator.objects.count() == 0


def test_somebody_who_is_there_is_changed_without_an_invitation(administrator):
    user = UserFactory(username="flora", is_staff=True, first_name="Flora")
    address = f"/admin/auth/user/{user.pk}/change/"
    form = filled(administrator.get(address), "user_form")
    assert administrator.post(address, {**form, "first_name": "Florence"}).status_code == 302
    user.refresh_from_db()
    assert (user.first_name, mail.outbox) == ("Florence", [])

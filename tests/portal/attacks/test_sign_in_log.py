"""Sign-ins stand in the log, also those that failed, without anybody's name, address or password."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group, User
from django.db import DatabaseError
from django.db.models.signals import post_delete
from django.test import Client

from consult.common.rate_limit import keyed_hash
from tests.asked_again import typed_the_password
from tests.factories import DoctorFactory, UserFactory
from tests.forms import filled

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PASSWORD = "a long enough one 7"
HERE = keyed_hash("203.0.113.1")


@pytest.fixture
def owner() -> User:
    user = UserFactory(username="flora", email="flora@home.example", is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(login: str, password: str, client: Client | None = None) -> Client:
    client = client or Client(REMOTE_ADDR="203.0.113.1")
    client.post("/accounts/login/", {"login": login, "password": password})
    return client


def administrator() -> tuple[Client, User]:
    """Somebody who may do everything and has just typed the password."""
    head = UserFactory(is_staff=True, is_superuser=True)
    client = Client(REMOTE_ADDR="203.0.113.1")
    client.force_login(head)
    typed_the_password(client)
    return client, head


def lines(caplog: Any) -> list[str]:
    """What was logged of sign-ins, once it was seen that nobody is in it."""
    said = [record.getMessage() for record in caplog.records if record.name == "portal.sign_in_log"]
    for secret in ("flora", "home.example", "wrong-password", PASSWORD, "nobody@", "203.0.113"):
        assert secret not in caplog.text
    return said


def test_who_comes_in_and_who_does_not(owner: User, caplog: Any) -> None:
    caplog.set_level("INFO")
    sign_in("flora", "wrong-password")
    sign_in("Flora@home.example", "wrong-password")
    sign_in("nobody@home.example", "wrong-password")
    sign_in("flora", PASSWORD).post("/accounts/logout/")
    assert lines(caplog) == [
        f"Wrong password: account {owner.pk}, from {HERE}.",
        f"Wrong password: account {owner.pk}, from {HERE}.",
        f"Wrong password: no account {keyed_hash('nobody@home.example')}, from {HERE}.",
        f"Signed in: account {owner.pk}, from {HERE}.",
        f"Signed out: account {owner.pk}, from {HERE}.",
    ]


def test_who_is_over_the_limit(owner: User, caplog: Any) -> None:
    for _number in range(6):
        sign_in("flora", "wrong-password")
    assert lines(caplog) == [
        *[f"Wrong password: account {owner.pk}, from {HERE}."] * 5,
        f"Too many wrong passwords: account {owner.pk}, from {HERE}.",
    ]


def test_a_wrong_second_factor_and_a_new_password(owner: User, caplog: Any) -> None:
    caplog.set_level("INFO")
    client = sign_in("flora", PASSWORD)
    new = "gravel lantern seven"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    TOTP.activate(owner, generate_totp_secret())
    sign_in("flora", new).post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert lines(caplog)[1:] == [
        f"Password changed: account {owner.pk}, from {HERE}.",
        f"Wrong second factor: account {owner.pk}, from {HERE}.",
    ]


@pytest.mark.parametrize(
    ("address", "sent"),
    [("/admin/auth/group/{}/delete/", {}), ("/admin/auth/group/", {"action": "delete_selected"})],
)
def test_a_group_that_is_deleted_takes_rights_from_accounts(
    owner: User,
    caplog: Any,
    django_capture_on_commit_callbacks: Any,
    address: str,
    sent: dict[str, str],
) -> None:
    client, head = administrator()
    group = Group.objects.create(name="Guests")
    group.user_set.add(owner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address.format(group.pk), {"post": "yes", "_selected_action": group.pk, **sent})
    assert not Group.objects.filter(pk=group.pk).exists()
    said = f"Group of the account deleted: account {owner.pk}, by account {head.pk}, from {HERE}."
    assert lines(caplog)[-1] == said


@pytest.mark.parametrize(
    ("address", "sent"),
    [("/admin/auth/user/{}/delete/", {}), ("/admin/auth/user/", {"action": "delete_selected"})],
)
def test_a_deletion_that_fails_does_not_stand_there(
    owner: User,
    caplog: Any,
    django_capture_on_commit_callbacks: Any,
    address: str,
    sent: dict[str, str],
) -> None:
    client, _head = administrator()
    before = lines(caplog)

    def refuse(**_: Any) -> None:
        raise DatabaseError("The disk is full.")

    post_delete.connect(refuse, sender=User)
    try:
        with django_capture_on_commit_callbacks(execute=True), pytest.raises(DatabaseError):
            client.post(address.format(owner.pk), {"post": "yes", "_selected_action": owner.pk, **sent})
    finally:
        post_delete.disconnect(refuse, sender=User)
    assert lines(caplog) == before


def test_what_an_administrator_does_to_an_account(
    owner: User, caplog: Any, django_capture_on_commit_callbacks: Any
) -> None:
    caplog.set_level("INFO")
    client, head = administrator()
    number = owner.pk
    with django_capture_on_commit_callbacks(execute=True):
        page = f"/admin/auth/user/{owner.pk}"
        form = filled(client.get(f"{page}/change/"), "user_form")
        group = Group.objects.get(name="Doctors").pk
        client.post(f"{page}/change/", {**form, "first_name": "Flo"})
        client.post(
            f"{page}/change/", {**form, "email": "f@home.example", "groups": [group], "is_superuser": "on"}
        )
        client.post(f"{page}/change/", {key: value for key, value in form.items() if key != "is_active"})
        for new in ("gravel lantern seven", "12"):
            client.post(f"{page}/password/", {"password1": new, "password2": new, "usable_password": "true"})
        TOTP.activate(owner, generate_totp_secret())
        client.post(f"/admin/mfa/authenticator/{Authenticator.objects.get().pk}/delete/", {"post": "yes"})
        client.post("/admin/auth/user/", {"action": "sign_out", "_selected_action": owner.pk})
        doctor = f"/admin/consult/doctor/{DoctorFactory(user=None).pk}/change/"
        for user in (owner.pk, ""):
            client.post(doctor, {**filled(client.get(doctor), "doctor_form"), "user": user})
        client.post(f"{page}/delete/", {"post": "yes"})
    did = [
        "Address of the account changed",
        "Groups of the account changed",
        "Superuser made",
        "Address of the account changed",
        "Account closed",
        "Groups of the account changed",
        "Superuser unmade",
        "Password set by an administrator",
        "Second factor removed",
        "Signed out on every device",
        "Account connected with a doctor",
        "Account taken from a doctor",
        "Account deleted",
    ]
    who = f"account {number}, by account {head.pk}, from {HERE}."
    assert lines(caplog)[1:] == [f"{words}: {who}" for words in did]
    assert User.objects.get() == head

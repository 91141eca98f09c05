"""Sign-ins stand in the log, also those that failed, without anybody's name, address or password."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.test import Client

from consult.common.rate_limit import keyed_hash
from tests.factories import UserFactory

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

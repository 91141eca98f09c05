"""Wrong passwords are limited for each account, in a way that a stranger cannot turn against its owner."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough one 7"
TOO_MANY = "Too many failed login attempts"


@pytest.fixture
def owner(editor: Any) -> Any:
    editor.set_password(PASSWORD)
    editor.save()
    return editor


def attempt(client: Client, password: str, address: str, login: str = "editor") -> Any:
    return client.post("/accounts/login/", {"login": login, "password": password}, REMOTE_ADDR=address)


def attack(tries: int = 14) -> Any:
    """Wrong passwords from many addresses; the last answer."""
    for number in range(tries):
        answer = attempt(Client(), "wrong", f"198.51.100.{number}")
    return answer


def test_a_stranger_is_stopped_from_whatever_address(owner: Any) -> None:
    assert TOO_MANY in attack().content.decode()
    assert TOO_MANY in attempt(Client(), PASSWORD, "203.0.113.1").content.decode()


def test_an_owner_on_a_new_device_reads_what_helps(owner: Any) -> None:
    page = attack().content.decode()
    assert "by a new password: press “Forgot your password?”" in page
    assert 'href="/accounts/password/reset/"' in page
    assert "Sign in with a passkey" in page


@pytest.mark.parametrize("login", ["editor", "EDITOR", "{email}"])
def test_the_owner_gets_in_on_a_device_of_theirs(owner: Any, login: str) -> None:
    device = Client()
    assert attempt(device, PASSWORD, "203.0.113.1").status_code == 302
    device.post("/accounts/logout/")
    attack()
    assert attempt(device, PASSWORD, "203.0.113.1", login.format(email=owner.email)).status_code == 302


def test_a_device_is_known_for_its_owner_only_and_has_a_limit_of_its_own(owner: Any, doctor: Any) -> None:
    doctor.user.set_password(PASSWORD)
    doctor.user.save()
    device = Client()
    attempt(device, PASSWORD, "203.0.113.1", login="doctor")
    device.post("/accounts/logout/")
    attack()
    assert TOO_MANY in attempt(device, PASSWORD, "203.0.113.1").content.decode()
    for number in range(6):
        answer = attempt(device, "wrong", f"203.0.113.{number}", login="doctor")
    assert TOO_MANY in answer.content.decode()


def test_a_forged_cookie_is_no_device(owner: Any) -> None:
    attack()
    for value in ("x", "WzEsImEiXQ:1:x"):
        browser = Client()
        browser.cookies["known_device"] = value
        assert TOO_MANY in attempt(browser, PASSWORD, "203.0.113.1").content.decode()


def test_a_new_password_opens_the_door_again(owner: Any) -> None:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    attack()
    key = f"{user_pk_to_url_str(owner)}-{default_token_generator.make_token(owner)}"
    browser = Client()
    choose = browser.get(f"/accounts/password/reset/key/{key}/")["Location"]
    browser.post(choose, {"password1": PASSWORD + "x", "password2": PASSWORD + "x"})
    assert attempt(browser, PASSWORD + "x", "203.0.113.1").status_code == 302


def test_too_many_sign_ins_are_answered_with_when_to_come_back(owner: Any) -> None:
    for _number in range(31):
        answer = attempt(Client(), "wrong", "203.0.113.1", login="nobody")
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "<h1>Please wait a little</h1>" in answer.content.decode()

"""On a real site the admin opens only to staff with a second factor."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _needed(settings: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.mark.parametrize("path", ["/admin/", "/admin/consult/question/", "/admin/jsi18n/"])
def test_without_one_staff_are_led_to_add_it(editor_client: Client, path: str) -> None:
    response = editor_client.get(path, follow=True)
    assert response.redirect_chain == [("/accounts/2fa/", 302)]
    assert "Connect an authenticator app first" in response.content.decode()


def test_who_signs_in_for_the_first_time_can_add_one(editor: Any) -> None:
    password = "a long enough one 7"
    editor.set_password(password)
    editor.save()
    client = Client()
    client.post("/accounts/login/", {"login": editor.email, "password": password})
    activate = "/accounts/2fa/totp/activate/"
    client.post(client.get(activate)["Location"], {"password": password})
    form = client.get(activate).context["form"]
    code = format_hotp_value(hotp_value(form.secret, next(yield_hotp_counters_from_time())))
    client.post(activate, {"code": code})
    assert client.get("/admin/").status_code == 200
    second = Client().post("/accounts/login/", {"login": editor.email, "password": password})
    assert second["Location"] == "/accounts/2fa/authenticate/"


def test_with_one_the_admin_opens(editor: Any, editor_client: Client) -> None:
    TOTP.activate(editor, generate_totp_secret())
    assert editor_client.get("/admin/").status_code == 200


def test_signing_out_needs_none(editor_client: Client) -> None:
    assert editor_client.post("/admin/logout/").status_code == 200
    assert editor_client.get("/admin/").status_code == 302


def test_strangers_are_asked_to_sign_in_first(stranger: Client) -> None:
    assert stranger.get("/admin/")["Location"].startswith("/admin/login/")


def test_after_signing_in_nobody_is_led_to_another_site(editor: Any) -> None:
    editor.set_password("a long enough one 7")
    editor.save()
    answers = {"login": "editor", "password": "a long enough one 7", "next": "https://evil.example/"}
    assert Client().post("/accounts/login/", answers)["Location"] == "/admin/"

"""Headers of every answer, addresses that programs know by heart, and HEAD."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, RequestFactory

from portal.wsgi import application
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/health/live/", "/robots.txt", "/accounts/login/"])
def test_no_other_site_embeds_or_opens_what_is_ours(stranger: Client, path: str) -> None:
    answer = stranger.get(path)
    found = (answer["Cross-Origin-Resource-Policy"], answer["Cross-Origin-Opener-Policy"])
    assert found == ("same-origin", "same-origin")


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/consult/question/",
        "/admin/jsi18n/",
        "/admin/consult/specialty/export/",
        "/admin/nowhere/",
        "/accounts/2fa/",
        "/accounts/login/",
    ],
)
def test_nothing_behind_the_sign_in_is_kept_by_a_cache(editor_client: Client, path: str) -> None:
    assert editor_client.get(path)["Cache-Control"] == "no-store, private"


def test_public_pages_as_who_is_signed_in_gets_them_are_kept_for_nobody_else(
    editor_client: Client, stranger: Client
) -> None:
    assert editor_client.get("/")["Cache-Control"] == "private, no-cache"
    assert stranger.get("/")["Cache-Control"] == "no-cache"


def test_a_finder_of_a_weakness_learns_whom_to_tell(stranger: Client, settings: object) -> None:
    answer = stranger.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "http://127.0.0.1:8000/about/"
    assert lines["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"
    assert (
        timedelta(days=170)
        < datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
        < timedelta(days=365)
    )
    settings.SECURITY_CONTACT = "mailto:security@hospital.example"  # type: ignore[attr-defined]
    assert b"Contact: mailto:security@hospital.example\n" in stranger.get("/.well-known/security.txt").content


def test_password_managers_and_browsers_find_what_they_ask_for(stranger: Client) -> None:
    assert stranger.get("/.well-known/change-password")["Location"] == "/accounts/password/change/"
    assert stranger.get("/favicon.ico")["Location"] == "/static/img/favicon.svg"


def test_head_has_the_headers_and_no_body() -> None:
    answered = []
    for method in ("HEAD", "GET"):
        environ = {**RequestFactory().get("/robots.txt").environ, "REQUEST_METHOD": method}
        body = application(
            environ, lambda line, headers: answered.append((line, dict(headers)["Content-Length"]))
        )
        assert bool(b"".join(body)) == (method == "GET")
    assert answered[0] == answered[1]


def test_a_browser_forgets_a_session_that_has_ended_and_no_draft(editor_client: Client) -> None:
    editor_client.post("/ask/what/", {"title": "Numb cheek", "body": "My cheek is numb."})
    assert "Clear-Site-Data" not in editor_client.get("/admin/")
    for path in ("/admin/logout/", "/accounts/logout/"):
        editor_client.force_login(UserFactory(is_staff=True))
        assert editor_client.post(path)["Clear-Site-Data"] == '"cache", "storage"'
    assert "Numb cheek" in editor_client.get("/ask/what/").content.decode()

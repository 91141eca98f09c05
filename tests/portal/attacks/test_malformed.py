"""A malformed request is answered with 400 (or as any other to that address), never with an error of ours."""

import pytest
from django.test import Client, RequestFactory

from consult.models import CaseLink
from portal.wsgi import application
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
# Forms that nobody can read.
UNREADABLE = [
    f"{FORM}; charset=utf-16",
    f"{FORM}; charset=latin-1",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=é",
]
PROTECTING = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
PATHS = [
    "/",
    "/nowhere/",
    "/accounts/login/",
    "/ask/what/",
    "/emergency/",
    "/case/x/",
    "/admin/",
    "/health/live/",
]


@pytest.fixture
def browser() -> Client:
    """With the cookie by which forms are checked, as in production."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    return client


@pytest.mark.parametrize("host", ["testserver", "evil.example"])
@pytest.mark.parametrize("path", PATHS)
def test_a_form_that_nobody_can_read_is_refused(browser: Client, path: str, host: str) -> None:
    missing = path in ("/nowhere/", "/case/x/") and host == "testserver"
    found = {
        kind: browser.generic("POST", path, b"a=b", content_type=kind, headers={"host": host}).status_code
        for kind in UNREADABLE
    }
    # What is not there is not there, whatever is sent to it.
    assert found == dict.fromkeys(UNREADABLE, 404 if missing else 400)


@pytest.mark.parametrize(
    ("charset", "status"),
    [("zlib", 400), ("undefined", 400), ("utf-16", 400), ("idna", 400), ("no-such", 200), ("UTF8", 200)],
)
def test_an_encoding_that_reads_no_address_is_refused(charset: str, status: int) -> None:
    """Through the real application: Django fails on these before its first middleware."""
    answered: list[str] = []
    environ = {
        **RequestFactory().get("/robots.txt?q=%C3%A9").environ,
        "CONTENT_TYPE": f"text/plain; charset={charset}",
    }
    body = application(environ, lambda line, headers: answered.append(line))
    assert (answered[0].split()[0], bool(b"".join(body))) == (str(status), True)


def through_the_application(path: str, **environ: str) -> tuple[str, dict[str, str], str]:
    """Status, headers and body as gunicorn gets them."""
    answered: list[tuple[str, list[tuple[str, str]]]] = []
    body = application(
        {**RequestFactory().get(path).environ, **environ},
        lambda line, headers: answered.append((line, headers)),
    )
    return answered[0][0].split()[0], dict(answered[0][1]), b"".join(body).decode()


@pytest.mark.parametrize(
    ("path", "environ"),
    [
        ("/ask/what/", {"CONTENT_TYPE": f"{FORM}; charset=utf-16"}),
        ("/robots.txt", {"CONTENT_TYPE": "text/plain; charset=zlib"}),
        ("/ask/what/", {"CONTENT_TYPE": "multipart/form-data", "REQUEST_METHOD": "POST"}),
        ("/admin/?q=%00", {}),
    ],
)
def test_what_is_refused_has_the_sites_page_and_headers(path: str, environ: dict[str, str]) -> None:
    usual = through_the_application("/about/")[1]
    status, headers, body = through_the_application(path, **environ)
    assert status == "400"
    assert "<h1>This request was not understood</h1>" in body
    wanted = {name: value for name, value in usual.items() if name in PROTECTING}
    assert {name: headers.get(name) for name in wanted} == wanted
    assert wanted.keys() == PROTECTING


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_private_page_refuses_it_too(browser: Client, kind: str) -> None:
    token = CaseLink.to_case(QuestionFactory())
    answer = browser.generic("POST", f"/case/{token}/follow-up/", b"a=b", content_type=kind)
    assert answer.status_code == 400


def test_the_page_says_what_happened_in_the_sites_style(browser: Client) -> None:
    page = browser.generic("POST", "/", b"a=b", content_type=UNREADABLE[0]).content.decode()
    assert "<h1>This request was not understood</h1>" in page
    assert 'href="/emergency/"' in page


def test_too_many_fields_and_too_large_a_form_are_refused(browser: Client) -> None:
    for body in (b"&".join(b"a=1" for _ in range(2_000)), b"a=" + b"x" * 3_000_000):
        assert browser.generic("POST", "/ask/what/", body, content_type=FORM).status_code == 400

"""With HTTPS every cookie has a name that no other host and no plain connection can set; without it a plain one."""

import re
import subprocess
import sys
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from django.test import Client

from consult.asking.drafts import COOKIE as DRAFT
from consult.asking.prefill import COOKIE as PREFILL
from consult.common.cookies import cookie_name
from consult.models import Draft, Question
from portal.messages import COOKIE as MESSAGES
from portal.replicas.reading import COOKIE as JUST_WROTE
from tests.factories import UserFactory, public_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PASSWORD = "a long enough one 7"
NAMES = {
    "consilium_draft",
    "csrftoken",
    "just_wrote",
    "known_device",
    "messages",
    "prefill",
    "reader",
    "sessionid",
}


@pytest.fixture
def https(settings: Any) -> None:
    settings.COOKIE_PREFIX = "__Host-"
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.HTTPS_ONLY = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SHARED_CACHE_SECONDS = 60


def test_every_cookie_that_is_given(https: None) -> None:
    user = UserFactory(username="flora", is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    question: Question = public_question()
    reply = question.replies.get()
    answers = []

    def send(client: Client, path: str, **fields: Any) -> None:
        answers.append(client.post(path, fields, secure=True) if fields else client.get(path, secure=True))

    patient, staff = Client(headers={"sec-fetch-site": "same-origin"}), Client()
    send(patient, "/ask/?title=numb+cheek")
    send(patient, "/ask/what/", title="Numb cheek", body="My cheek is numb.")
    send(patient, f"/questions/{question.pk}/replies/{reply.pk}/vote/", helped="yes")
    send(staff, "/accounts/login/")
    send(staff, "/accounts/login/", login="flora", password=PASSWORD)
    send(staff, "/accounts/logout/", really="yes")
    given = [morsel for answer in answers for morsel in answer.cookies.values()]
    assert {morsel.key for morsel in given} == {f"__Host-{name}" for name in NAMES}
    assert {(morsel["path"], morsel["domain"], bool(morsel["secure"])) for morsel in given} == {
        ("/", "", True)
    }
    assert {morsel["samesite"] for morsel in given} == {"Lax", "Strict"}


def test_what_was_typed_before_the_update_is_found(https: None) -> None:
    patient = Client()
    patient.post("/ask/what/", {"title": "Numb cheek", "body": "My cheek is numb."}, secure=True)
    key = patient.cookies.pop(cookie_name(DRAFT)).value
    patient.cookies[DRAFT] = key
    patient.post("/ask/who/", {"about": "self"}, secure=True)
    assert Draft.objects.get().answers == {
        "title": "Numb cheek",
        "body": "My cheek is numb.",
        "about": "self",
    }


def test_a_plain_cookie_that_another_host_planted_opens_nothing_any_more(https: None) -> None:
    patient, other = Client(), Client()
    other.post("/ask/what/", {"title": "Planted", "body": "Planted."}, secure=True)
    key = other.cookies[cookie_name(DRAFT)].value
    patient.cookies[DRAFT] = key
    patient.post("/ask/what/", {"title": "Numb cheek", "body": "My cheek is numb."}, secure=True)
    fresh = patient.cookies[cookie_name(DRAFT)].value
    # The key stays from then on, also for a second tab.
    patient.post("/ask/who/", {"about": "self"}, secure=True)
    assert (patient.cookies[cookie_name(DRAFT)].value, fresh == key) == (fresh, False)
    shown = [
        "Numb cheek" in client.get("/ask/what/", secure=True).content.decode() for client in (patient, other)
    ]
    assert (shown, Draft.objects.get().answers["title"]) == ([True, False], "Numb cheek")


def test_the_key_of_a_draft_that_was_ended_opens_nothing(https: None) -> None:
    patient, thief = Client(), Client()
    answers = {"title": "Numb cheek", "body": "My cheek is numb."}
    patient.post("/ask/what/", answers, secure=True)
    thief.cookies[cookie_name(DRAFT)] = key = patient.cookies[cookie_name(DRAFT)].value
    patient.post("/ask/discard/", secure=True)
    patient.post("/ask/what/", answers, secure=True)
    shown = [
        "Numb cheek" in client.get("/ask/what/", secure=True).content.decode() for client in (patient, thief)
    ]
    assert (shown, patient.cookies[cookie_name(DRAFT)].value == key) == ([True, False], False)


def test_no_cookie_holds_words_and_no_script_keeps_any(https: None, settings: Any) -> None:
    patient = Client()
    patient.get("/ask/?title=numb+cheek", secure=True)
    pieces = re.split(r"[:.]", patient.cookies[cookie_name(PREFILL)].value)
    held = [piece for piece in pieces if b"numb" in urlsafe_b64decode(f"{piece}===")]
    shown = "numb cheek" in patient.get("/ask/what/", secure=True).content.decode()
    storing = [
        path.name
        for path in (settings.BASE_DIR / "static/js").rglob("*.js")
        if re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.", path.read_text())
    ]
    assert (held, shown, storing) == ([], True, [])


@pytest.mark.parametrize(("https_only", "prefix"), [("1", "__Host-"), ("0", "")])
def test_the_names_follow_the_setting(settings: Any, https_only: str, prefix: str) -> None:
    code = (
        "from portal import settings as s; print(s.COOKIE_PREFIX, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={"SECRET_KEY": "k", "HTTPS_ONLY": https_only},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.split() == [*([prefix] if prefix else []), f"{prefix}sessionid", f"{prefix}csrftoken"]


def test_nobody_else_gives_cookies(settings: Any) -> None:
    giving = {
        str(path.relative_to(settings.BASE_DIR))
        for folder in ("consult", "conditions", "portal")
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        if re.search(r"\.(set|delete|set_signed)_cookie\(|\.COOKIES\.get\(", path.read_text())
    }
    # The draft is looked for under the name of the version before as well.
    assert giving == {"consult/common/cookies.py", "consult/asking/drafts.py"}


def test_nginx_knows_who_is_not_to_get_a_page_of_strangers(settings: Any) -> None:
    text = (settings.BASE_DIR / "deploy/nginx/consilium.conf").read_text()
    known = re.compile(re.search(r'map \$http_cookie \$is_known \{[^}]*"~(.+)" 1;', text)[1])  # type: ignore[index]
    names = ["sessionid", MESSAGES, JUST_WROTE]
    found = [bool(known.search(f"a=b; {prefix}{name}=x")) for name in names for prefix in ("", "__Host-")]
    assert (found, known.search("reader=x; prefill=sessionid")) == ([True] * 6, None)

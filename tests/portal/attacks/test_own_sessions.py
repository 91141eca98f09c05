"""Staff see where they are signed in, sign out there, and are signed out when nothing is done for a while."""

import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from consult.models import AuditEntry
from portal import staff_sessions
from portal.models import StaffSession
from portal.staff_sessions import BEGAN, SEEN, device_of
from tests.asked_again import typed_the_password
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LIST = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
)


def browser(user: Any, agent: str = FIREFOX) -> Client:
    """Somebody signed in, who has opened a page."""
    client = Client(headers={"user-agent": agent})
    client.force_login(user)
    client.get("/admin/")
    return typed_the_password(client)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def leave_alone(client: Client, seconds: int) -> None:
    """Let so much time pass for this session."""
    session = client.session
    session[SEEN] = {**session[SEEN], "at": int(time.time()) - seconds}
    session.save()


def is_in(client: Client) -> bool:
    return bool(client.get("/admin/session/").json()["signed_in"])


def test_one_sees_where_one_is_signed_in_and_signs_out_there(editor: Any) -> None:
    here, phone, lost = browser(editor), browser(editor, IPHONE), browser(editor, IPHONE)
    stranger = browser(UserFactory(is_staff=True))
    for client in (here, phone):  # noted with the device once a minute has passed
        leave_alone(client, 61)
        client.get("/admin/")
    page = words(here.get(LIST))
    assert ("Firefox on Linux" in page, "Safari on iPhone" in page, page.count("Sign out there")) == (
        True,
        True,
        2,
    )
    key = StaffSession.objects.get(session_key=lost.session[SEEN]["key"]).pk
    assert "Signed out on 1 device." in words(here.post(LIST, {"session": key}, follow=True))
    assert [is_in(client) for client in (here, phone, lost, stranger)] == [True, True, False, True]
    here.post(LIST, {"all": "1"})
    assert [is_in(client) for client in (here, phone, stranger)] == [True, False, True]
    assert AuditEntry.objects.filter(action="sessions ended", actor=editor).count() == 2


def test_nobody_ends_the_sessions_of_somebody_else_or_a_made_up_one(editor: Any) -> None:
    here, other = browser(editor), browser(UserFactory(is_staff=True))
    theirs = StaffSession.objects.get(session_key=other.session[SEEN]["key"]).pk
    for session in (theirs, "x", ""):
        assert "Signed out on 0 devices." in words(here.post(LIST, {"session": session}, follow=True))
    assert [is_in(client) for client in (here, other)] == [True, True]
    assert Client().get(LIST).status_code == 302


def test_who_does_nothing_for_an_hour_is_signed_out(editor: Any) -> None:
    client = browser(editor)
    leave_alone(client, 3_599)
    assert client.get("/admin/").status_code == 200
    leave_alone(client, 3_601)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
    assert "signed out because nothing was done" in words(answer)
    assert (is_in(client), Session.objects.filter(session_key=staff_key(client)).exists()) == (False, False)


def test_who_works_on_is_signed_out_twelve_hours_after_the_sign_in(editor: Any) -> None:
    client = browser(editor)
    for hours in (6, 11):  # noted at each page, which lets the row of the session live anew
        sign_in_ago(client, hours * 3_600)
        leave_alone(client, 61)
        assert client.get("/admin/").status_code == 200
    sign_in_ago(client, 12 * 3_600 + 1)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
    assert "because you signed in many hours ago" in words(answer)
    assert not is_in(client)


def test_a_sign_in_of_the_version_before_begins_to_count(editor: Any) -> None:
    client = browser(editor)
    session = client.session
    del session[BEGAN]
    session.save()
    leave_alone(client, 61)
    client.get("/admin/")
    assert time.time() - client.session[BEGAN] < 60


def sign_in_ago(client: Client, seconds: int) -> None:
    session = client.session
    session[BEGAN] = int(time.time()) - seconds
    session.save()


def staff_key(client: Client) -> str:
    return StaffSession.objects.get().session_key


def test_what_is_sent_too_late_is_shown_back(editor: Any) -> None:
    client = browser(editor)
    leave_alone(client, 3_601)
    answer = client.post("/admin/consult/topic/add/", {"name": "Words that took an hour"})
    assert (answer.status_code, "Words that took an hour" in words(answer)) == (403, True)


def test_a_page_that_asks_in_the_background_is_nobody_at_work(editor: Any) -> None:
    client = browser(editor)
    leave_alone(client, 1_800)
    before = client.session[SEEN]
    assert is_in(client)
    assert client.session[SEEN] == before


def test_it_can_be_switched_off_and_sessions_of_before_go_on(editor: Any, settings: Any) -> None:
    client = browser(editor)
    session = client.session
    del session[SEEN]  # as the version before left it
    session.save()
    assert client.get("/admin/").status_code == 200
    settings.SESSION_IDLE_MINUTES = 0
    leave_alone(client, 40_000)
    assert client.get("/admin/").status_code == 200


def test_a_busy_person_is_noted_once_a_minute(editor: Any, django_assert_num_queries: Any) -> None:
    client = browser(editor)
    seen = StaffSession.objects.get().seen_at
    client.get("/admin/")
    assert StaffSession.objects.get().seen_at == seen
    leave_alone(client, staff_sessions.EVERY_SECONDS)
    client.get("/admin/")
    assert StaffSession.objects.get().seen_at > seen


def test_an_administrator_signs_people_out_but_no_superuser(
    administrator_client: Client, editor: Any
) -> None:
    superuser = UserFactory(is_staff=True, is_superuser=True)
    clients = [browser(editor), browser(superuser)]
    typed_the_password(administrator_client)
    answer = administrator_client.post(
        "/admin/auth/user/",
        {"action": "sign_out", "_selected_action": [editor.pk, superuser.pk]},
        follow=True,
    )
    assert "Sessions ended: 1." in words(answer)
    assert [is_in(client) for client in clients] == [False, True]


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge on Windows",
        ),
        ("curl/8.0", ""),
    ],
)
def test_the_device_in_words(rf: Any, agent: str, told: str) -> None:
    assert device_of(rf.get("/", headers={"user-agent": agent})) == told


def test_a_row_is_told_without_its_key(editor: Any) -> None:
    browser(editor)
    row = StaffSession.objects.get()
    assert str(row) == f"Session {row.pk}"

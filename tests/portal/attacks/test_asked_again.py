"""A session alone hands no account over: what changes how somebody signs in asks for the password again."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group, User
from django.test import Client

from consult.models import Doctor
from portal.models import StaffSession
from tests.asked_again import typed_the_password
from tests.factories import DoctorFactory, UserFactory
from tests.forms import filled

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PASSWORD = "a long enough one 7"
EVIL = "new-owner@evil.example"
AGAIN = "/accounts/reauthenticate/"


@pytest.fixture
def owner() -> User:
    user = UserFactory(is_staff=True, is_superuser=True)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def session(owner: User) -> Client:
    """A session whose sign-in is long ago."""
    client = Client()
    client.force_login(owner)
    typed_the_password(client, seconds_ago=301)
    client.get("/admin/")
    return client


def asked(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer["Location"].startswith(AGAIN))


def change_of(user: User, email: str) -> tuple[str, dict[str, Any]]:
    return f"/admin/auth/user/{user.pk}/change/", {
        "username": user.username,
        "email": email,
        "is_active": "on",
    }


def test_an_address_is_added_made_the_first_and_removed(session: Client, owner: User) -> None:
    EmailAddress.objects.create(user=owner, email=EVIL, verified=True)
    for action, email in (("add", "another@evil.example"), ("primary", EVIL), ("remove", EVIL)):
        assert asked(session.post("/accounts/email/", {f"action_{action}": "", "email": email}))
    owner.refresh_from_db()
    assert (owner.email != EVIL, EmailAddress.objects.filter(email=EVIL, primary=False).count()) == (True, 1)


def test_other_sessions_are_ended(session: Client, owner: User) -> None:
    phone = Client()
    phone.force_login(owner)
    phone.get("/admin/")
    answer = session.post("/accounts/sessions/", {"all": "1"})
    assert (asked(answer), StaffSession.objects.count()) == (True, 2)
    # Who types it gets what was asked for.
    session.post(answer["Location"], {"password": PASSWORD})
    assert StaffSession.objects.count() == 1


def test_staff_are_invited_and_changed_in_the_admin(session: Client) -> None:
    other = UserFactory(is_staff=True, username="other", email="other@home.example")
    path, changed = change_of(other, EVIL)
    assert (session.get(path).status_code, asked(session.get(f"/admin/auth/user/{other.pk}/password/"))) == (
        200,
        True,
    )
    invited = {"username": "evil", "email": EVIL, "groups": []}
    assert asked(session.post("/admin/auth/user/add/", invited))
    answer = session.post(path, changed)
    other.refresh_from_db()
    assert (asked(answer), other.email) == (True, "other@home.example")
    session.post(answer["Location"], {"password": "wrong"})
    assert User.objects.filter(email=EVIL).count() == 0
    session.post(answer["Location"], {"password": PASSWORD})
    assert User.objects.get(email=EVIL) == other
    # For five minutes nobody is asked again.
    session.post("/admin/auth/user/add/", invited | {"email": "new@home.example"})
    assert User.objects.filter(username="evil").exists()


def test_a_second_factor_is_removed_for_somebody(session: Client) -> None:
    TOTP.activate(UserFactory(is_staff=True), generate_totp_secret())
    row = Authenticator.objects.get().pk
    answers = [
        session.post(f"/admin/mfa/authenticator/{row}/delete/", {"post": "yes"}),
        session.post(
            "/admin/mfa/authenticator/", {"action": "delete_selected", "_selected_action": row, "post": "yes"}
        ),
    ]
    assert [asked(answer) for answer in answers] == [True, True]
    assert Authenticator.objects.count() == 1


def test_staff_are_deleted_invited_and_signed_out_from_the_list(session: Client) -> None:
    other = UserFactory(is_staff=True)
    phone = Client()
    phone.force_login(other)
    phone.get("/admin/")
    answers = [session.post(f"/admin/auth/user/{other.pk}/delete/", {"post": "yes"})]
    for action in ("delete_selected", "invite_again", "sign_out"):
        form = {"action": action, "_selected_action": other.pk, "post": "yes"}
        answers.append(session.post("/admin/auth/user/", form))
    assert [asked(answer) for answer in answers] == [True] * 4
    there = (User.objects.filter(pk=other.pk).count(), StaffSession.objects.filter(user=other).count())
    assert (there, session.get("/admin/auth/user/").status_code) == ((1, 1), 200)


def test_groups_are_changed_and_deleted(session: Client) -> None:
    group = Group.objects.get(name="Doctors")
    path = f"/admin/auth/group/{group.pk}"
    answers = [
        session.post(f"{path}/change/", {"name": "x"}),
        session.post(f"{path}/delete/", {"post": "yes"}),
        session.post(
            "/admin/auth/group/", {"action": "delete_selected", "_selected_action": group.pk, "post": "yes"}
        ),
    ]
    assert ([asked(answer) for answer in answers], Group.objects.filter(name="Doctors").count()) == (
        [True] * 3,
        1,
    )


def test_a_doctor_is_deleted_or_gets_another_sign_in(session: Client) -> None:
    doctor, other = DoctorFactory(), UserFactory(is_staff=True)
    path = f"/admin/consult/doctor/{doctor.pk}"
    form = filled(session.get(f"{path}/change/"), "doctor_form")
    answers = [
        session.post(f"{path}/change/", {**form, "user": other.pk}),
        session.post(f"{path}/delete/", {"post": "yes"}),
        session.post(
            "/admin/consult/doctor/",
            {"action": "delete_selected", "_selected_action": doctor.pk, "post": "yes"},
        ),
    ]
    assert ([asked(answer) for answer in answers], Doctor.objects.get().user) == ([True] * 3, doctor.user)
    # What is no sign-in is changed without it.
    assert (
        session.post(f"{path}/change/", {**form, "employer": "A new clinic"})["Location"]
        == "/admin/consult/doctor/"
    )
    assert Doctor.objects.get().employer == "A new clinic"

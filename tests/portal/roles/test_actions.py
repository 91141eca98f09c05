"""Which role may do what: each action asked for by a real request of somebody who has that role and no other."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from portal.roles import ADMINISTRATORS, EDITORS, ROLES, ensure_roles
from tests.asked_again import typed_the_password
from tests.factories import (
    CauseFactory,
    UserFactory,
)
from tests.portal.roles.actions import ACTIONS
from tests.portal.roles.groups import EVERYBODY, NOBODY, with_role
from tests.portal.roles.requests import of

pytestmark = pytest.mark.django_db


@pytest.mark.one_database
@pytest.mark.parametrize("name", ACTIONS)
def test_each_action_is_open_to_its_roles_and_to_nobody_else(name: str) -> None:
    action, allowed = ACTIONS[name]
    found = []
    for role in (*EVERYBODY, NOBODY):
        CauseFactory()
        if action.is_done(action.ask(with_role(role))):
            found.append(role)
    assert found == [role for role in EVERYBODY if role in allowed]


def test_every_permission_that_a_role_names_exists() -> None:
    known = {
        f"{row.content_type.app_label}.{row.codename}"
        for row in Permission.objects.select_related("content_type")
    }
    assert {role: wanted - known for role, wanted in ROLES.items()} == {role: set() for role in ROLES}


def test_the_groups_have_what_the_file_says_and_nothing_else() -> None:
    group = Group.objects.get(name=EDITORS)
    group.permissions.add(Permission.objects.get(codename="erase_question"))
    ensure_roles()
    for name, wanted in ROLES.items():
        rows = Group.objects.get(name=name).permissions.select_related("content_type")
        assert {f"{row.content_type.app_label}.{row.codename}" for row in rows} == wanted


def test_an_administrator_makes_no_superuser_and_changes_none() -> None:
    client = typed_the_password(with_role(ADMINISTRATORS))
    head = UserFactory(username="head", is_staff=True, is_superuser=True)
    colleague = UserFactory(username="colleague", is_staff=True)
    assert client.post(of("auth_user_change", head.pk), {"username": "mine"}).status_code == 403
    assert client.post(of("auth_user_delete", head.pk), {"post": "yes"}).status_code == 403
    assert client.post(reverse("admin:auth_user_password_change", args=[head.pk])).status_code == 403
    client.post(
        of("auth_user_change", colleague.pk),
        {"username": "colleague", "email": "c@hospital.example", "is_active": "on", "is_superuser": "on"},
    )
    head.refresh_from_db()
    colleague.refresh_from_db()
    assert (head.username, colleague.email, colleague.is_superuser) == ("head", "c@hospital.example", False)

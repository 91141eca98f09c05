"""Somebody of the staff with one role and no other."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from portal.roles import ADMINISTRATORS, DOCTORS, EDITORS, HEADS, MODERATORS, REVIEWERS
from tests.factories import DoctorFactory, SpecialtyFactory, UserFactory

NOBODY = "nobody"
EVERYBODY = (DOCTORS, EDITORS, MODERATORS, REVIEWERS, ADMINISTRATORS, HEADS)


def with_role(role: str) -> Client:
    """Somebody of the staff with this role and no other; a doctor with a valid licence, as far as the role asks."""
    user: Any = UserFactory(is_staff=True)
    if role != NOBODY:
        user.groups.add(Group.objects.get(name=role))
    DoctorFactory(user=user, specialties=[SpecialtyFactory()])
    client = Client()
    client.force_login(user)
    return client

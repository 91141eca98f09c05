"""More of the cast: a second doctor of the same specialty."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from portal.roles import DOCTORS
from tests.factories import DoctorFactory, UserFactory


@pytest.fixture
def colleague(neurology: Any) -> Any:
    """Another doctor of the specialty."""
    user: Any = UserFactory(username="colleague", is_staff=True)
    user.groups.add(Group.objects.get(name=DOCTORS))
    return DoctorFactory(user=user, name="Dr Cora Colleague", specialties=[neurology])


@pytest.fixture
def colleague_client(colleague: Any) -> Client:
    """The colleague, signed in."""
    client = Client()
    client.force_login(colleague.user)
    return client

"""The cast: stranger, patient, doctor, editor."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from portal.roles import DOCTORS, EDITORS
from tests.factories import DoctorFactory, SpecialtyFactory, UserFactory


@pytest.fixture
def stranger() -> Client:
    """Anybody, without a session."""
    return Client()


@pytest.fixture
def patient() -> Client:
    """Somebody who asks: no account, own cookies."""
    return Client()


@pytest.fixture
def neurology(db: Any) -> Any:
    """The specialty of the doctor of the cast."""
    return SpecialtyFactory()


@pytest.fixture
def doctor(neurology: Any) -> Any:
    """A doctor of Neurology with a sign-in."""
    user = UserFactory(username="doctor", is_staff=True)
    user.groups.add(Group.objects.get(name=DOCTORS))
    return DoctorFactory(user=user, name="Dr Nora Neuron", specialties=[neurology])


@pytest.fixture
def doctor_client(doctor: Any) -> Client:
    """The doctor, signed in."""
    client = Client()
    client.force_login(doctor.user)
    return client


@pytest.fixture
def editor(db: Any) -> Any:
    """A member of staff who answers for every sentence."""
    user = UserFactory(username="editor", is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


@pytest.fixture
def editor_client(editor: Any) -> Client:
    """The editor, signed in."""
    client = Client()
    client.force_login(editor)
    return client

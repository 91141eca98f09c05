"""A colleague of the doctor of the cast, in a specialty of their own."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from consult.models import Question
from portal.roles import DOCTORS
from tests.factories import DoctorFactory, SpecialtyFactory, UserFactory


def a_doctor(name: str, *specialties: Any) -> Any:
    """A licensed doctor who can sign in."""
    user: Any = UserFactory(username=name.rpartition(" ")[2].lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=DOCTORS))
    return DoctorFactory(user=user, name=name, specialties=specialties)


def client_of(doctor: Any) -> Client:
    client = Client()
    client.force_login(doctor.user)
    return client


def desk(question: Question) -> str:
    return reverse("admin:consult_question_change", args=[question.pk])


def press(client: Client, question: Question, action: str, **typed: Any) -> Any:
    """Press a button of the desk."""
    fields = {
        "specialty": question.specialty_id or "",
        "question_version": question.version,
        "text": "",
        "safety_net": "Fever: call the health line.",
        **typed,
    }
    return client.post(desk(question), {"action": action, **fields})


@pytest.fixture
def rare(db: Any) -> Any:
    """Another specialty."""
    return SpecialtyFactory(name="Rare Disease")


@pytest.fixture
def colleague(rare: Any) -> Any:
    """A doctor of the other specialty."""
    return a_doctor("Dr Cora Colleague", rare)

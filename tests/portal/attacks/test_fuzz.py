"""Hostile requests as every role: none is answered with an error of ours.  FUZZ_REQUESTS=100000 for a long run."""

import os

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from consult.models import CaseLink, Question
from portal.roles import DOCTORS
from tests.factories import UserFactory
from tests.portal.attacks.fuzz import fuzz
from tests.portal.world import world

SEED = 20_261_127
COUNT = int(os.environ.get("FUZZ_REQUESTS", "2000"))


@pytest.mark.django_db
@pytest.mark.timeout(max(120, COUNT // 10))
def test_no_hostile_request_is_answered_with_an_error_of_ours(
    stranger: Client, editor_client: Client
) -> None:
    rows = world(2)
    rows.doctor.user = UserFactory(is_staff=True)
    rows.doctor.user.groups.add(Group.objects.get(name=DOCTORS))
    rows.doctor.save()
    doctor_client = Client()
    doctor_client.force_login(rows.doctor.user)
    token = CaseLink.to_case(rows.questions[0])
    administrator = Client()
    administrator.force_login(UserFactory(is_staff=True, is_superuser=True))
    clients = [stranger, doctor_client, editor_client, administrator]
    for client in clients:
        client.raise_request_exception = False
    known = [
        str(rows.questions[0].pk),
        str(rows.page.pk),
        rows.specialty.slug,
        rows.page.slug,
        token,
        "1",
        "change",
    ]

    answered, failed = fuzz(clients, seed=SEED, count=COUNT, known=known)

    print(f"{COUNT} requests, seed {SEED}: {dict(sorted(answered.items()))}")
    assert [(each.method, each.path[:200], each.query, each.content_type) for each in failed] == []
    assert (sum(answered.values()), Question.objects.public().count() > 0) == (COUNT, True)

"""Every list of the admin costs the same number of queries whatever the number of rows."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conditions.models import Deflection
from consult.models import AuditEntry, Claim, Contact, HelpfulVote, OutboxMessage, PageReport, Tombstone
from consult.models.staffing import Absence, OnCall
from tests.factories import NOON, UserFactory
from tests.portal.world import World, world

# Not traced: other tests open the same pages under the tracer.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.no_cover]

# A list with its session and sign-in, without what its filters offer.
BUDGET = 8


@pytest.fixture
def administrator() -> Client:
    """Somebody who may open every list."""
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def write_down(rows: World) -> None:
    """What the system and readers write about each question."""
    contact = Contact.objects.get_or_create(email="ada@home.example")[0]
    start = AuditEntry.objects.count()
    for number, question in enumerate(rows.questions, start):
        reply = question.replies.get()
        AuditEntry.objects.create(action="asked", question_number=question.pk, actor=UserFactory())
        PageReport.objects.create(path="/", question=question, reason="spam")
        HelpfulVote.objects.create(reply=reply, voter_hash=str(number), helped=True)
        OutboxMessage.objects.create(
            kind="answered", question=question, contact=contact, dedupe_key=str(number)
        )
        Tombstone.objects.create(question_number=1_000_000 + number)
        Deflection.objects.create(question=question)
        OnCall.objects.create(doctor=reply.doctor, starts_at=NOON, ends_at=NOON + timedelta(hours=1))
        Absence.objects.create(doctor=reply.doctor, first_day=NOON.date(), last_day=NOON.date())
        until = timezone.now() + timedelta(hours=1)
        Claim.objects.get_or_create(question=question, defaults={"doctor": reply.doctor, "until": until})
        Deflection.objects.create(cause=rows.page.causes.first())


def costs(client: Client) -> dict[str, int]:
    """The queries of each list, by its table."""
    found = {}
    for model in admin.site._registry:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(
                reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            )
        assert response.status_code == 200
        found[model._meta.label] = len(captured)
    return found


def test_a_list_of_the_admin_costs_the_same_with_3_and_with_30_rows(administrator: Client) -> None:
    rows = world(3)
    write_down(rows)
    costs(administrator)
    few = costs(administrator)
    rows.grow(30)
    write_down(rows)
    assert costs(administrator) == few
    assert max(few.values()) <= BUDGET, few

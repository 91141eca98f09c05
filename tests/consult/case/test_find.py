"""A lost link: the answer never tells whether an address is known."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from consult.case.actions.unsubscribe import unsubscribe
from consult.models import CaseLink, Contact, OutboxMessage
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    """The address of somebody who has asked."""
    contact = Contact.objects.create(email="ada@home.example")
    QuestionFactory(contact=contact)
    return contact


def test_known_and_unknown_addresses_get_the_same_answer(patient, known):
    answers = [
        patient.post("/case/find/", {"email": email}) for email in ("ada@home.example", "eve@home.example")
    ]
    assert [(a.status_code, a["Location"], a.content) for a in answers] == [
        (302, "/case/find/sent/", b"")
    ] * 2
    assert OutboxMessage.objects.get().contact == known


def test_known_and_unknown_addresses_cost_about_the_same(patient, known, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        patient.post("/case/find/", {"email": "ada@home.example"})
    with django_assert_max_num_queries(8):
        patient.post("/case/find/", {"email": "eve@home.example"})


def test_one_mail_goes_out_in_ten_minutes(patient, known, monkeypatch):
    start = datetime.fromtimestamp(600_000_000, UTC)
    for seconds, mails in ((0, 1), (599, 1), (600, 2)):
        now = start + timedelta(seconds=seconds)
        monkeypatch.setattr("consult.case.actions.find_case.timezone.now", lambda now=now: now)
        for email in ("ada@home.example", " ADA@home.example"):
            patient.post("/case/find/", {"email": email})
        assert OutboxMessage.objects.filter(kind="case_link").count() == mails


def test_an_address_without_a_case_gets_no_link(patient):
    Contact.objects.create(email="ada@home.example")
    patient.post("/case/find/", {"email": "ada@home.example"})
    assert not OutboxMessage.objects.exists()


def test_somebody_who_stopped_our_mails_still_gets_the_link(patient, known):
    unsubscribe(contact=known)
    patient.post("/case/find/", {"email": "ada@home.example"})
    assert OutboxMessage.objects.get().kind == "case_link"


def test_what_is_no_address_is_said_and_kept(patient):
    page = patient.post("/case/find/", {"email": "ada at home"}).content.decode()
    assert "<title>Error: " in page
    assert page.count("This is not a whole e-mail address.") == 2
    assert 'value="ada at home"' in page


def test_many_cases_stand_on_pages_newest_first(patient, known):
    numbers = [QuestionFactory(contact=known).pk for _ in range(24)][::-1]
    token = CaseLink.to_all_cases(known, expires_at=timezone.now() + timedelta(days=1))
    first = patient.get(f"/cases/{token}/").context["listing"]
    second = patient.get(f"/cases/{token}/?{first.next_query}").context["listing"]
    assert [row.pk for row in [*first.rows, *second.rows]][:24] == numbers
    assert (len(first.rows), len(second.rows), second.next_query) == (20, 5, "")


def test_guessing_addresses_is_slowed_down(patient, known, monkeypatch):
    monkeypatch.setattr("consult.common.rate_limit.time.time", lambda: 1_800_000_000.0)
    monkeypatch.setattr("consult.case.views.find.MOST_SEARCHES", 2)
    answers = [patient.post("/case/find/", {"email": f"{n}@home.example"}).status_code for n in range(3)]
    assert answers == [302, 302, 429]

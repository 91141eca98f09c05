"""Who has the link is the patient; everybody else sees the same nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult.models import CaseLink, Contact
from consult.models.case_link import mailed_link_expiry
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "received/",
    "follow-up/",
    "information/",
    "edit/",
    "email/",
    "publish/",
    "unpublish/",
    "withdraw/",
    "data/",
    "data.json",
    "erase/",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_right_token_every_page_is_the_same_404(stranger, page, method):
    question = QuestionFactory(title="Numb secretword cheek")
    token = CaseLink.to_case(question)
    expired, revoked = CaseLink.to_case(question, expires_at=timezone.now()), CaseLink.to_case(question)
    CaseLink.objects.filter(pk=CaseLink.objects.latest("pk").pk).update(revoked_at=timezone.now())
    bodies = set()
    for wrong in (token[:-1], token.lower(), expired, revoked, "x", str(question.pk)):
        response = getattr(stranger, method)(f"/case/{wrong}/{page}")
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store, private"
        bodies.add(response.content)
    assert len(bodies) == 1
    assert b"secretword" not in bodies.pop()
    question.refresh_from_db()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_kept_out_of_caches_referrers_and_search_engines(patient, address_of, page):
    response = patient.get(address_of(QuestionFactory(), page))
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_only_the_hash_of_a_token_is_stored():
    token = CaseLink.to_case(QuestionFactory())
    assert token not in str(CaseLink.objects.values_list())


def test_the_case_page_costs_the_same_for_few_and_many(patient, address_of, django_assert_num_queries):
    from tests.factories import ReplyFactory

    question = QuestionFactory(status="answered", answered_at=timezone.now())
    reply = ReplyFactory(question=question)
    address = address_of(question)
    # Two for passages and corrections, one for who answers a follow-up, one for names in the replies,
    # one for what the safety check marked: its help stays when no level is left.
    with django_assert_num_queries(12):
        patient.get(address)
    for _number in range(5):
        ReplyFactory(question=question)
        question.followups.create(text="And now?", meant_for=reply.doctor)
    with django_assert_num_queries(12):
        patient.get(address)


def test_too_many_requests_are_told_to_wait(patient, address_of, monkeypatch):
    monkeypatch.setattr("consult.common.rate_limit.time.time", lambda: 1_800_000_000.0)
    monkeypatch.setattr("consult.case.access.MOST_REQUESTS", 3)
    address = address_of(QuestionFactory())
    responses = [patient.get(address) for _ in range(4)]
    assert [response.status_code for response in responses] == [200, 200, 200, 429]
    assert responses[3]["Cache-Control"] == "no-store, private"
    assert "Please wait a little" in responses[3].content.decode()


def test_one_mailed_link_opens_all_cases_of_one_person(patient):
    contact = Contact.objects.create(email="ada@home.example")
    first, second = (QuestionFactory(contact=contact, title=title) for title in ("First", "Second"))
    QuestionFactory(contact=Contact.objects.create(email="eve@home.example"), title="Secretword")
    token = CaseLink.to_all_cases(contact, expires_at=mailed_link_expiry())
    page = patient.get(f"/cases/{token}/").content.decode()
    assert ("First" in page, "Second" in page, "Secretword" in page) == (True, True, False)
    for question in (first, second):
        response = patient.get(f"/cases/{token}/{question.pk}/", follow=True)
        assert question.title in response.content.decode()
        assert "This link works until" in response.content.decode()


def test_the_link_of_one_person_never_opens_the_case_of_another(patient):
    mine, theirs = (Contact.objects.create(email=f"{name}@home.example") for name in ("ada", "eve"))
    other = QuestionFactory(contact=theirs)
    token = CaseLink.to_all_cases(mine, expires_at=mailed_link_expiry())
    assert patient.get(f"/cases/{token}/{other.pk}/").status_code == 404
    assert patient.get(f"/case/{token}/").status_code == 404
    case = CaseLink.to_case(other)
    assert patient.get(f"/cases/{case}/").status_code == 404


def test_a_mailed_link_expires(patient):
    contact = Contact.objects.create(email="ada@home.example")
    token = CaseLink.to_all_cases(contact, expires_at=timezone.now() - timedelta(seconds=1))
    assert patient.get(f"/cases/{token}/").status_code == 404

"""A patient whose link is in other hands makes a new one, and every old one opens nothing."""

import re

import pytest

from consult.models import AuditEntry, CaseLink, Contact
from consult.models.case_link import mailed_link_expiry
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def shown(page):
    """The address that the page shows."""
    found = re.search(r'id="case-address"[^>]*value="http://testserver/case/([^"]+)/"', page)
    assert found is not None
    return found[1]


def test_a_new_link_ends_the_old_ones(patient):
    contact = Contact.objects.create(email="ada@home.example")
    question, other = QuestionFactory(contact=contact), QuestionFactory()
    first, mailed = CaseLink.to_case(question), CaseLink.to_case(question, expires_at=mailed_link_expiry())
    every = CaseLink.to_all_cases(contact, expires_at=mailed_link_expiry())
    anothers = CaseLink.to_case(other)
    assert f"/case/{first}/link/" in patient.get(f"/case/{first}/").content.decode()
    page = patient.get(f"/case/{first}/link/").content.decode()
    assert shown(page) == first

    response = patient.post(f"/case/{first}/link/", follow=True)

    fresh = shown(response.content.decode())
    assert "The old ones open nothing any more" in response.content.decode()
    opened = {token: patient.get(f"/case/{token}/").status_code for token in (first, mailed, fresh, anothers)}
    assert opened == {first: 404, mailed: 404, fresh: 200, anothers: 200}
    assert patient.get(f"/cases/{every}/").status_code == 404
    assert AuditEntry.objects.get().action == "links renewed"
    assert CaseLink.objects.usable(fresh).get().expires_at is None


def test_another_site_renews_none(patient):
    token = CaseLink.to_case(QuestionFactory())
    answer = patient.post(f"/case/{token}/link/", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, patient.get(f"/case/{token}/").status_code) == (403, 200)

"""Nothing is changed by what another site sends, whatever page it is sent to."""

import pytest
from django.test import Client

from consult.models import CaseLink, Contact, Draft
from consult.notifications.unsubscribing import unsubscribe_path
from tests.factories import QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OURS = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://testserver"},
    {"Origin": "null"},
    {"Origin": "https://trusted.example", "Sec-Fetch-Site": "cross-site"},
]
THEIRS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://testserver@evil.example"},
]


@pytest.mark.parametrize("sent", OURS)
def test_our_own_pages_and_programs_may_send(settings, sent):
    settings.CSRF_TRUSTED_ORIGINS = ["https://trusted.example"]
    token = CaseLink.to_case(QuestionFactory())
    assert Client().post(f"/case/{token}/withdraw/", headers=sent).status_code == 302


@pytest.mark.parametrize(
    "page", ["withdraw", "erase", "publish", "unpublish", "follow-up", "email", "edit", "link"]
)
def test_another_site_changes_nothing_of_a_case(page):
    token = CaseLink.to_case(QuestionFactory())
    found = [
        Client().post(f"/case/{token}/{page}/", {"sure": "1"}, headers=sent).status_code for sent in THEIRS
    ]
    assert found == [403] * len(THEIRS)


def test_nor_a_draft_nor_the_staff(editor_client):
    visitor = Client()
    visitor.post("/ask/what/", {"title": "Mine", "body": "Unsent."})
    for sent in THEIRS:
        assert visitor.post("/ask/discard/", headers=sent).status_code == 403
        assert visitor.post("/ask/what/", {"title": "Theirs", "body": "x"}, headers=sent).status_code == 403
        assert editor_client.post("/admin/logout/", headers=sent).status_code == 403
    assert Draft.objects.get().answers["title"] == "Mine"


def test_reading_from_elsewhere_is_what_links_are_for(stranger):
    assert stranger.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_mail_program_unsubscribes_with_one_tap(stranger):
    contact = Contact.objects.create(email="ada@home.example")
    stranger.post(unsubscribe_path(contact), {"List-Unsubscribe": "One-Click"})
    contact.refresh_from_db()
    assert contact.unsubscribed_at is not None

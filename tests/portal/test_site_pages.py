"""Pages about the site, robots, sitemap, feed and the error pages."""

import re

import pytest
from django.test import Client

from consult.models import Question, Tombstone
from portal import sitemaps
from portal.demo.site_pages import fill_in_pages
from portal.models import SitePage
from tests.factories import NOON, DoctorFactory, ReplyFactory, SpecialtyFactory, public_question
from tests.forms import filled
from tests.portal.world import world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/how-it-works/", "It cannot make a diagnosis."),
        ("/about/", "No advertising."),
        ("/privacy/", "explicit consent"),
    ],
)
def test_the_pages_about_the_site_have_real_words(stranger: Client, address: str, sentence: str) -> None:
    text = stranger.get(address).content.decode()
    assert sentence in text
    assert "<h2>" in text
    assert "Version 1," in text


def test_editors_change_them_in_the_admin_and_every_version_is_kept(
    stranger: Client, editor_client: Client
) -> None:
    page = SitePage.objects.get(slug="privacy")
    address = f"/admin/portal/sitepage/{page.pk}/change/"
    form = {"title": "Privacy", "body": "## New\n\nShort now.", "seen_state": "1", "change_reason": "Shorter"}
    assert editor_client.post(address, form)["Location"] == "/admin/portal/sitepage/"
    text = stranger.get("/privacy/").content.decode()
    assert ("Short now." in text, "Version 2," in text) == (True, True)
    assert [(row.version, row.history_change_reason) for row in page.history.all()] == [(2, "Shorter")]
    assert editor_client.post(address, {**form, "body": "Lost?"}).status_code == 200
    assert "Short now." in stranger.get("/privacy/").content.decode()


def test_nobody_adds_or_deletes_them(editor_client: Client) -> None:
    page = SitePage.objects.get(slug="privacy")
    assert editor_client.get("/admin/portal/sitepage/add/").status_code == 403
    assert editor_client.post(f"/admin/portal/sitepage/{page.pk}/delete/", {"post": "yes"}).status_code == 403


def test_robots_are_kept_from_private_pages_and_told_of_the_sitemap(stranger: Client) -> None:
    text = stranger.get("/robots.txt").content.decode()
    assert {"Disallow: /case/", "Disallow: /admin/"} <= set(text.splitlines())
    assert re.search(r"^Sitemap: http\S+/sitemap\.xml$", text, re.MULTILINE)


def test_the_sitemap_cuts_sections_by_key(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = [public_question() for _ in range(3)]
    monkeypatch.setattr(sitemaps, "KEYS_A_PART", 2)
    last = -(-questions[-1].pk // 2)
    index = stranger.get("/sitemap.xml").content.decode()
    assert index.count("/sitemap-questions.xml") == last
    listed: list[str] = []
    for part in range(1, last + 1):
        text = stranger.get(f"/sitemap-questions.xml?p={part}").content.decode()
        listed += re.findall(r"<loc>http://testserver(.*?)</loc>", text)
    assert listed == [question.get_absolute_url() for question in questions]
    assert stranger.get(f"/sitemap-questions.xml?p={last + 1}").status_code == 404
    assert stranger.get("/sitemap-nonsense.xml").status_code == 404


def test_the_feed_lists_the_newest_answers(stranger: Client) -> None:
    question = public_question(title="Numb & <cold>")
    question.replies.update(text="Warm it when it is < 5 °C.")
    response = stranger.get("/questions/feed/")
    text = response.content.decode()
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "<title>Numb &amp; &lt;cold&gt;</title>" in text
    assert f"http://127.0.0.1:8000{question.get_absolute_url()}" in text
    # A summary is HTML inside XML.
    assert "Warm it when it is &amp;lt; 5 °C." in text


def test_the_emergency_page_can_be_found_by_search_engines(stranger: Client) -> None:
    assert "/emergency/</loc>" in stranger.get("/sitemap-frame.xml").content.decode()
    assert '<meta name="description"' in stranger.get("/emergency/").content.decode()


def test_a_question_and_a_reference_page_can_be_reported(stranger: Client) -> None:
    rows = world(1)
    for address in (rows.questions[0].get_absolute_url(), rows.page.get_absolute_url()):
        link = f'<a href="/report/?page={address}" rel="nofollow">Report this page</a>'
        assert link in stranger.get(address).content.decode()


def test_a_missing_page_says_what_to_do(stranger: Client) -> None:
    response = stranger.get("/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_an_erased_question_says_that_it_is_gone(stranger: Client) -> None:
    Tombstone.objects.create(question_number=7)
    for address in ("/questions/7/", "/questions/7/what/", "/questions/7/what/print/"):
        response = stranger.get(address)
        assert (response.status_code, "was taken down" in response.content.decode()) == (410, True)


def test_a_wrong_slug_leads_to_the_right_one(stranger: Client) -> None:
    question = public_question(title="Numb cheek")
    assert stranger.get(f"/questions/{question.pk}/")["Location"] == question.get_absolute_url()
    assert (
        stranger.get(f"/questions/{question.pk}/x/print/")["Location"]
        == f"{question.get_absolute_url()}print/"
    )


@pytest.mark.parametrize(
    "address", ["/questions/", "/doctors/", "/specialties/", "/conditions/", "/conditions/categories/"]
)
def test_a_tampered_page_of_a_list_is_not_found(stranger: Client, address: str) -> None:
    assert stranger.get(f"{address}?after=tampered").status_code == 404


def test_lists_lead_on_by_key_and_later_parts_are_not_for_search_engines(stranger: Client) -> None:
    rows = world(3)
    rows.grow(25)
    seen: list[str] = []
    address = "/questions/"
    while address:
        text = stranger.get(address).content.decode()
        seen += re.findall(r'question-card-title" dir="auto"><a href="([^"]+)"', text)
        assert ('content="noindex, follow"' in text) == ("?" in address)
        onward = re.search(r'rel="next" href="([^"]+)"', text)
        address = f"/questions/{onward[1]}" if onward else ""
    assert seen == [row.get_absolute_url() for row in Question.objects.public().newest_first()]


def test_every_page_declares_one_canonical_address(stranger: Client) -> None:
    rows = world(3)
    for address in ("/", "/questions/", rows.questions[0].get_absolute_url(), rows.page.get_absolute_url()):
        text = stranger.get(address).content.decode()
        assert re.findall(r'rel="canonical" href="([^"]+)"', text) == [f"http://127.0.0.1:8000{address}"]


def test_the_page_of_a_doctor_shows_that_doctors_reply(stranger: Client) -> None:
    question = public_question(reply_text="First opinion.")
    second = DoctorFactory(name="Dr Second")
    ReplyFactory(question=question, doctor=second, text="Second opinion.", approved_at=NOON)
    text = stranger.get(second.get_absolute_url()).content.decode()
    assert ("Second opinion." in text, "First opinion." in text) == (True, False)


def test_a_doctor_who_has_left_has_no_page_and_stands_on_no_list(stranger: Client) -> None:
    neurology = SpecialtyFactory()
    left = DoctorFactory(name="Dr Gone", is_active=False, specialties=[neurology])
    DoctorFactory(name="Dr Here", specialties=[neurology])
    assert stranger.get(left.get_absolute_url()).status_code == 404
    for address in (
        "/doctors/",
        "/doctors/?specialty=neurology",
        "/specialties/neurology/",
        "/sitemap-doctors.xml",
    ):
        text = stranger.get(address).content.decode()
        assert ("here" in text.lower(), "gone" in text.lower()) == (True, False), address


@pytest.mark.parametrize("slug", ["nonsense", "a b", "%"])
def test_doctors_of_an_unknown_specialty_are_not_found(stranger: Client, slug: str) -> None:
    assert stranger.get("/doctors/", {"specialty": slug}).status_code == 404


def test_the_demo_site_says_that_nobody_runs_it(stranger: Client) -> None:
    for _twice in range(2):
        fill_in_pages()
    for address in ("/about/", "/privacy/"):
        text = stranger.get(address).content.decode()
        assert ("This is a demo site" in text, "Editors:" in text) == (True, False)


def test_an_earlier_text_is_brought_back_as_the_next_version(stranger: Client, editor_client: Client) -> None:
    page = SitePage.objects.get(slug="privacy")
    for body in ("## First", "## Second"):
        page.body = body
        page.next_version()
        page.save()
    first = page.history.get(body="## First")
    address = f"/admin/portal/sitepage/{page.pk}/history/sitepage/{first.pk}/"
    form = filled(editor_client.get(address), "version-form")
    assert editor_client.post(address, form).status_code == 302
    text = stranger.get("/privacy/").content.decode()
    assert ("<h2>First</h2>" in text, "Version 4," in text) == (True, True)

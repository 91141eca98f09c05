"""Reference pages as strangers see them."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from conditions.models import CauseAlias, Citation, ReferencePage
from conditions.name_index import renew_names
from conditions.structured import medical_web_page
from conditions.tree import page_tree
from tests.factories import (
    NOON,
    CategoryFactory,
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    SourceFactory,
    public_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ReferencePage:
    page = ReferencePageFactory(
        title="Causes of facial muscle loss",
        slug="facial-muscle-loss",
        question_heading="What causes facial muscle loss?",
        treatment="Exercises help.",
        reviewed_by="Dr Reviewer",
        last_reviewed_on=NOON.date(),
        next_review_on=NOON.date().replace(year=2029),
    )
    group = CauseGroupFactory(page=page, heading="Neurological conditions")
    cause = CauseFactory(group=group, name="Bell's palsy", slug="bells-palsy", text="The nerve swells.")
    CauseAlias.objects.create(cause=cause, name="facial palsy")
    source = SourceFactory(publisher="Mayo Clinic", title="Palsy", url="https://mayo.example/palsy")
    Citation.objects.create(cause=cause, source=source)
    renew_names(page)
    return page


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_shows_everything_the_reader_needs(stranger: Client, page: ReferencePage) -> None:
    other = ReferencePageFactory(title="Causes of twitching")
    page.related.add(other)
    text = text_of(stranger, "/conditions/facial-muscle-loss/")
    for wanted in [
        "What causes facial muscle loss?",
        "1 min read",
        f'href="{page.category.get_absolute_url()}"',
        'id="bells-palsy"',
        'href="#bells-palsy"',
        "Other names and kinds: facial palsy",
        'href="#source-1"',
        'id="source-1"',
        '<a href="https://mayo.example/palsy" rel="noopener nofollow">Palsy</a>',
        "Accessed 6 August 2026.",
        "Exercises help.",
        "<dt>Last reviewed</dt><dd>6 August 2026</dd>",
        "<dt>Next review</dt><dd>6 August 2029</dd>",
        f'<a href="{other.get_absolute_url()}">Causes of twitching</a>',
    ]:
        assert wanted in text


def test_a_cause_lists_the_public_questions_whose_replies_link_to_it(
    stranger: Client, page: ReferencePage
) -> None:
    question = public_question(title="Half my face dropped")
    CauseLinkFactory(reply=question.replies.get(), cause=page.causes.get())
    link = f'<a href="{question.get_absolute_url()}"><bdi>Half my face dropped</bdi></a>'
    assert link in text_of(stranger, page.get_absolute_url())


def test_a_page_that_is_not_published_is_not_there(stranger: Client, page: ReferencePage) -> None:
    ReferencePage.objects.update(published_at=None)
    assert stranger.get(page.get_absolute_url()).status_code == 404
    assert "Facial muscle loss" not in text_of(stranger, "/conditions/")
    assert "facial-muscle-loss" not in text_of(stranger, "/sitemap-conditions.xml")


def test_a_to_z_is_sorted_and_cut_by_what_a_page_is_about(stranger: Client, page: ReferencePage) -> None:
    ReferencePageFactory(title="Causes of headache")
    ReferencePageFactory(title="What causes ÉCZEMA?", slug="eczema")
    ReferencePageFactory(title="???", slug="nameless")
    renew_names(*ReferencePage.objects.all())
    whole = text_of(stranger, "/conditions/")
    assert '?letter="' not in whole
    assert re.findall(r'\?letter=(\w)"', whole) == ["B", "E", "F", "H"]
    assert re.findall(r'/">(ÉCZEMA|Facial muscle loss|Headache)</a>', whole) == [
        "ÉCZEMA",
        "Facial muscle loss",
        "Headache",
    ]
    assert re.findall(
        r'/">(ÉCZEMA|Facial muscle loss|Headache)</a>', text_of(stranger, "/conditions/?letter=h")
    ) == ["Headache"]


@pytest.mark.parametrize("letter", ["%", "é", "Q", "'", "\x00", "long"])
def test_an_odd_letter_gives_an_empty_list(stranger: Client, page: ReferencePage, letter: str) -> None:
    assert "Facial muscle loss" not in text_of(stranger, f"/conditions/?letter={letter}")


def test_only_categories_with_public_pages_are_offered(stranger: Client, page: ReferencePage) -> None:
    CategoryFactory(name="Empty", slug="empty")
    text = text_of(stranger, "/conditions/")
    assert ("/category/facial-muscle-disorders/" in text, "/category/empty/" in text) == (True, False)


def test_structured_data_describes_the_page_and_cannot_end_its_script(
    stranger: Client, page: ReferencePage
) -> None:
    page.lead = "</script><script>alert(1)</script>"
    page.save()
    text = text_of(stranger, page.get_absolute_url())
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(block)
    assert data["@type"] == "MedicalWebPage"
    assert data["description"] == page.lead
    assert data["about"]["@type"] == "MedicalSignOrSymptom"
    assert data["about"]["cause"][0]["url"].endswith("/conditions/facial-muscle-loss/#bells-palsy")
    assert data["citation"][0]["url"] == "https://mayo.example/palsy"
    assert data["lastReviewed"] == "2026-08-06"
    assert data["reviewedBy"] == {"@type": "Person", "name": "Dr Reviewer"}
    assert "alert(1)</script>" not in text


def test_search_engines_are_told_days_in_local_time(page: ReferencePage) -> None:
    page.published_at = datetime(2026, 8, 5, 17, tzinfo=UTC)
    with timezone.override("Asia/Taipei"):
        assert medical_web_page(page, page_tree(page))["datePublished"] == date(2026, 8, 6)


def test_a_text_that_ends_with_a_list_is_shown_as_one(stranger: Client, page: ReferencePage) -> None:
    page.lead = "The face is:\n\n- thin\n- weak"
    page.save()
    assert "<li>thin</li>\n<li>weak</li>" in text_of(stranger, page.get_absolute_url())

"""What is wrong with a draft is told in sentences, all at once, before it may be published."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conditions.anchors import anchor_for, is_taken
from conditions.models import Citation, FormerAddress, ReferencePage
from conditions.revisions.checks import NEEDED, problems
from conditions.revisions.document import CauseEntry, Document, GroupEntry, Use
from tests.factories import CategoryFactory, CauseFactory, ReferencePageFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def page() -> ReferencePage:
    """A page that nobody has published."""
    made: ReferencePage = ReferencePageFactory.create(published_at=None)
    return made


@pytest.fixture
def whole(page: ReferencePage) -> Document:
    """A document that may be published."""
    document = Document()
    document.fields |= dict.fromkeys(NEEDED, "Something") | {
        "category": CategoryFactory.create().pk,
        "slug": "falls",
        "reviewed_by": "Dr Reviewer",
        "last_reviewed_on": "2026-03-01",
        "next_review_on": "2029-03-01",
    }
    cited = [Use(SourceFactory.create().pk)]
    document.groups = [
        GroupEntry(-1, "Causes", causes=[CauseEntry(-2, "Weak legs", "weak-legs", citations=cited)])
    ]
    return document


def test_a_whole_document_has_none(page: ReferencePage, whole: Document) -> None:
    assert problems(page, whole) == []


def test_empty_fields_are_named(page: ReferencePage, whole: Document) -> None:
    whole.fields |= {"title": "", "category": 0, "reviewed_by": "", "slug": "falls"}
    assert problems(page, whole) == [
        "The field “title” is empty.",
        "Choose a category.",
        "Say who reviewed the page, and when: readers are told.",
    ]


def test_an_address_that_leads_elsewhere_is_refused(page: ReferencePage, whole: Document) -> None:
    other = ReferencePageFactory.create(slug="falls")
    FormerAddress.objects.create(slug="falls", page=other)
    whole.fields["next_review_on"] = "2026-03-01"
    assert problems(page, whole) == [
        "Another page has the address “falls”.",
        "The address “falls” was that of another page, and still leads there.",
        "The next review must come after the last one.",
    ]


def test_a_page_was_reviewed_today_at_the_latest(page: ReferencePage, whole: Document) -> None:
    today = timezone.localdate()
    whole.fields |= {"last_reviewed_on": today.isoformat(), "next_review_on": None}
    assert problems(page, whole) == []
    whole.fields["last_reviewed_on"] = (today + timedelta(days=1)).isoformat()
    assert problems(page, whole) == [
        "The day of the last review is still to come. Say when the page was reviewed."
    ]


@pytest.mark.parametrize("anchor", ["main", "contents", "group-1", "heading-7", "source-2"])
def test_no_cause_has_an_anchor_of_the_page_itself(page: ReferencePage, whole: Document, anchor: str) -> None:
    [cause] = whole.causes()
    cause.slug = anchor
    assert problems(page, whole) == [f"The anchor “{anchor}” is one of the page itself. Choose another one."]
    assert anchor_for(anchor) == f"{anchor}-cause"


def test_every_id_of_a_page_is_known_as_taken(client: Client) -> None:
    cause = CauseFactory(page__treatment="Rest.", page__causes_intro="Several.", name="Weak legs")
    page = cause.page
    page.former_anchors.create(slug="old", name="Old")
    Citation.objects.create(cause=cause, source=SourceFactory())
    ids = set(re.findall(r'\bid="([^"]+)"', client.get(page.get_absolute_url()).content.decode()))
    # A full stop stands in no anchor of a cause.
    assert {each for each in ids if not is_taken(each) and "." not in each} == {"weak-legs", "old"}


def test_what_is_wrong_with_causes_is_told(page: ReferencePage, whole: Document) -> None:
    [group] = whole.groups
    [cause] = group.causes
    whole.groups.append(GroupEntry(-3, ""))
    part = CauseEntry(-4, "Old shoes", "weak-legs", is_editorial=True)
    cause.parts, cause.is_retired = [part], True
    deep = part
    for number in range(3):
        deep.parts = [CauseEntry(-5 - number, f"Part {number}", f"part-{number}", is_editorial=True)]
        [deep] = deep.parts
    too_deep = (
        "“{}” stands more than three levels deep. Open the page and save it: then it stands beside what it is part "
        "of."
    )
    assert problems(page, whole) == [
        "A cause group has no heading.",
        "Another cause of this page has the anchor “weak-legs”.",
        "“Old shoes” stands in “Weak legs”, which is retired. Move it out, or retire it too.",
        too_deep.format("Part 1"),
        too_deep.format("Part 2"),
    ]


def test_a_cause_needs_a_name_and_a_source_that_is_there(page: ReferencePage, whole: Document) -> None:
    [cause] = whole.causes()
    cause.citations = []
    whole.groups[0].causes.append(CauseEntry(-9, "", "", citations=[Use(987_654)]))
    assert problems(page, whole) == [
        "A cause has no name.",
        "“Weak legs” names no source. Cite one, or mark it as editorial.",
        "A source that is cited has been deleted. Open the page and save it: what is left stays.",
    ]

"""Why other reference pages stand beside a page."""

import pytest
from django.test import Client

from conditions.models import CauseAlias, ReferencePage
from conditions.related.reasons.pages import with_reasons
from conditions.tree import page_tree
from tests.factories import CategoryFactory, CauseFactory, CauseGroupFactory, ReferencePageFactory

pytestmark = pytest.mark.django_db


def page_with(title: str, *causes: str, category: str = "faces") -> ReferencePage:
    page = ReferencePageFactory(title=title, category=CategoryFactory(name=category, slug=category))
    group = CauseGroupFactory(page=page)
    for name in causes:
        CauseFactory(group=group, name=name)
    return page


@pytest.fixture
def page() -> ReferencePage:
    page = page_with("Causes of weak faces", "Bell's palsy", "Stroke", "Tumours")
    CauseAlias.objects.create(cause=page.causes.get(name="Stroke"), name="Brain attack")
    return page


@pytest.mark.parametrize(
    ("title", "causes", "category", "reasons"),
    [
        ("What is a brain attack?", [], "faces", ["All about Stroke, which is named here"]),
        ("Causes of falls", ["Weak face"], "faces", ["Names Weak faces among other causes"]),
        (
            "Causes of falls",
            ["Tumour", "Bell’s Palsy"],
            "falls",
            ["Both pages name Bell's palsy and Tumours"],
        ),
        ("Causes of falls", ["Wet floors"], "faces", ["Also in faces"]),
        ("Causes of falls", ["Wet floors"], "falls", []),
    ],
)
def test_a_page_says_what_it_has_in_common(
    page: ReferencePage, title: str, causes: list[str], category: str, reasons: list[str]
) -> None:
    other = page_with(title, *causes, category=category)
    assert [each.reasons for each in with_reasons(page, page_tree(page), [other])] == [reasons]


def test_readers_see_the_reason_and_what_changes_there_changes_it(
    stranger: Client, page: ReferencePage
) -> None:
    other = page_with("Causes of falls", "Tumour")
    page.related.add(other)
    assert "Both pages name Tumours" in stranger.get(page.get_absolute_url()).content.decode()
    other.causes.update(name="Ice")
    assert "Also in faces" in stranger.get(page.get_absolute_url()).content.decode()


def test_a_category_is_cut_by_letters(stranger: Client, page: ReferencePage) -> None:
    page_with("Causes of falls")
    address = page.category.get_absolute_url()
    whole = stranger.get(address).content.decode()
    assert [f'href="{address}?letter={letter}"' in whole for letter in "FWX"] == [True, True, False]
    text = stranger.get(f"{address}?letter=f").content.decode()
    assert ("Causes of falls" in text, "Causes of weak faces" in text) == (True, False)


def test_a_category_under_one_letter_has_no_letters(stranger: Client, page: ReferencePage) -> None:
    assert "?letter=" not in stranger.get(page.category.get_absolute_url()).content.decode()

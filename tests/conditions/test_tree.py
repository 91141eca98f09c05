"""A reference page as a tree."""

from typing import Any

import pytest

from conditions.models import Cause, CauseAlias, Citation
from conditions.names import index_name, subject
from conditions.tree import Branch, page_tree
from tests.factories import CauseFactory, CauseGroupFactory, ReferencePageFactory, SourceFactory

pytestmark = pytest.mark.django_db


def outline(branches: list[Branch]) -> list[Any]:
    return [(branch.cause.name, branch.depth, outline(branch.children)) for branch in branches]


def test_causes_nest_three_levels_in_the_order_of_their_positions() -> None:
    group = CauseGroupFactory()
    second = CauseFactory(group=group, name="Second", position=2)
    first = CauseFactory(group=group, name="First", position=1)
    inner = CauseFactory(group=group, name="Inner", parent=first, position=1)
    CauseFactory(group=group, name="Innermost", parent=inner)
    tree = page_tree(group.page)
    assert outline(tree.groups[0].branches) == [
        ("First", 1, [("Inner", 2, [("Innermost", 3, [])])]),
        ("Second", 1, []),
    ]
    assert [branch.cause.name for branch in tree.branches()] == ["First", "Inner", "Innermost", second.name]


def test_each_group_has_its_own_causes() -> None:
    nerves = CauseGroupFactory(heading="Nerves", position=1)
    blood = CauseGroupFactory(heading="Blood", page=nerves.page)
    CauseFactory(group=nerves, name="Palsy")
    CauseFactory(group=blood, name="Anaemia")
    groups = page_tree(nerves.page).groups
    assert [(each.group.heading, outline(each.branches)) for each in groups] == [
        ("Blood", [("Anaemia", 1, [])]),
        ("Nerves", [("Palsy", 1, [])]),
    ]


def test_a_source_has_one_number_that_follows_its_first_use_on_the_page() -> None:
    group = CauseGroupFactory()
    shared, lead, late = SourceFactory(), SourceFactory(), SourceFactory()
    one, two = CauseFactory(group=group, position=1), CauseFactory(group=group, position=2)
    Citation.objects.create(page=group.page, section=Citation.Section.TREATMENT, source=late)
    Citation.objects.create(cause=two, source=shared)
    Citation.objects.create(cause=one, source=shared, statement="Supports it")
    Citation.objects.create(page=group.page, section=Citation.Section.LEAD, source=lead)
    tree = page_tree(group.page)
    assert [(used.number, used.source) for used in tree.sources] == [(1, lead), (2, shared), (3, late)]
    assert [used.statements for used in tree.sources] == [[], ["Supports it"], []]
    assert [[note.number for note in branch.notes] for branch in tree.branches()] == [[2], [2]]
    assert [note.number for note in tree.treatment_notes] == [3]


def test_aliases_stand_with_their_cause() -> None:
    cause = CauseFactory()
    for name in ("facial palsy", "idiopathic palsy"):
        CauseAlias.objects.create(cause=cause, name=name)
    [branch] = page_tree(cause.page).branches()
    assert branch.aliases == ["facial palsy", "idiopathic palsy"]


def test_causes_that_are_each_others_parents_are_left_out_and_end() -> None:
    group = CauseGroupFactory()
    one = CauseFactory(group=group)
    two = CauseFactory(group=group, parent=one)
    Cause.objects.filter(pk=one.pk).update(parent=two)
    assert list(page_tree(group.page).branches()) == []


def test_a_group_anchor_never_equals_that_of_a_cause() -> None:
    group = CauseGroupFactory()
    CauseFactory(group=group, slug=group.anchor)
    assert page_tree(group.page).groups[0].anchor == f"_{group.anchor}"


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (200, 1), (238, 2), (680, 3)])
def test_reading_time_counts_every_text_at_238_words_a_minute(words: int, minutes: int) -> None:
    # Lead, heading, group and cause bring a few words of their own.
    page = ReferencePageFactory(treatment="word " * words)
    CauseFactory(group=CauseGroupFactory(page=page))
    assert page_tree(page).reading_minutes == minutes


@pytest.mark.parametrize(
    ("title", "name", "key"),
    [
        ("Causes of facial muscle loss", "Facial muscle loss", "facial muscle loss"),
        ("What causes headache?", "Headache", "headache"),
        ("What is (are) Bell's palsy ?", "(are) Bell's palsy", "are bell s palsy"),
        ("Ménière disease", "Ménière disease", "meniere disease"),
        ("Causes of", "Causes of", "causes of"),
    ],
)
def test_a_page_is_sorted_by_what_it_is_about(title: str, name: str, key: str) -> None:
    assert (subject(title), index_name(title)) == (name, key)

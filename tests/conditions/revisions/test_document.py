"""A document is stored, written into rows, read from them and joined without losing anything."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.actions.revisions import begin_page, publish, save_draft
from conditions.models import Cause, ReferencePage, Source
from conditions.revisions.document import CauseEntry, Document, GroupEntry, Use, new_key
from conditions.revisions.merge import merge
from conditions.revisions.parts import apart, together
from conditions.revisions.read import standing_document
from conditions.revisions.state import open_revision, state_of_page
from tests.factories import CategoryFactory, ReferencePageFactory, SourceFactory

pytestmark = pytest.mark.django_db

WORDS = st.sampled_from(["", "Nerves.", "**Muscles**\n\n- one\n- two", "è 🙂 <b>"])
NAMES = st.lists(st.sampled_from(["palsy", "stroke", "drooping"]), unique=True)
# Cited sources are the first three that the test makes.
USES = st.lists(st.builds(Use, st.integers(0, 2), WORDS), max_size=2, unique_by=lambda use: use.source)


def causes(depth: int) -> st.SearchStrategy[list[CauseEntry]]:
    parts: Any = causes(depth - 1) if depth > 1 else st.just([])
    entry = st.builds(
        CauseEntry,
        key=st.builds(new_key),
        name=st.sampled_from(["Palsy", "Stroke", "Tumour"]),
        text=WORDS,
        is_editorial=st.booleans(),
        is_retired=st.booleans(),
        other_names=NAMES,
        citations=USES,
        parts=parts,
    )
    return st.lists(entry, max_size=2)


@st.composite
def documents(draw: Any) -> Document:
    groups = st.builds(
        GroupEntry, key=st.builds(new_key), heading=st.just("Group"), text=WORDS, causes=causes(3)
    )
    document = Document(
        citations={"lead": draw(USES), "treatment": draw(USES)}, groups=draw(st.lists(groups, max_size=3))
    )
    document.fields |= {"title": "Title", "lead": draw(WORDS), "treatment": draw(WORDS)}
    for number, cause in enumerate(document.causes()):
        cause.slug = f"cause-{number}"
    return document


def cited(document: Document, sources: list[Source]) -> Document:
    """The same document with sources that there are."""
    copy = Document.from_json(document.to_json())
    for use in copy.uses():
        use.source = sources[use.source].pk
    return copy


@given(documents())
@settings(max_examples=30, deadline=None)
def test_a_document_is_stored_and_taken_apart_without_loss(document: Document) -> None:
    assert Document.from_json(document.to_json()) == document
    assert together(apart(document)) == document


@given(documents(), st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_published_is_what_was_written_whatever_stood_before(document: Document, data: Any) -> None:
    sources, category = SourceFactory.create_batch(3), CategoryFactory()
    number = ReferencePage.objects.count()
    first = cited(document, sources)
    first.fields |= {"category": category.pk, "slug": f"page-{number}"}
    page = publish(revision=begin_page(document=first, author=None), actor=None, index=False)
    standing = standing_document(page)
    assert [cause.text for cause in standing.causes()] == [cause.text for cause in first.causes()]
    # Then something else is made of it: causes move, leave and come.
    second = cited(data.draw(documents()), sources)
    second.fields |= first.fields
    kept = data.draw(st.permutations(list(standing.causes())))[:2]
    for entry in kept:
        entry.parts = []
        entry.slug += "-moved"
    if second.groups:
        second.groups[0].causes += kept
    state = state_of_page(page, open_revision(page))
    if save_draft(page=page, document=second, seen=state, author=None):
        page = publish(revision=page.revisions.open().get(), actor=None, index=False)
        stands = standing_document(page)
        assert stands == Document.from_json(page.revisions.get(state="published").content)
        assert [cause.slug for cause in stands.causes()] == [cause.slug for cause in second.causes()]
        if second.groups:
            assert {entry.key for entry in kept} <= {cause.key for cause in stands.causes()}
    ReferencePage.objects.all().delete()
    Source.objects.all().delete()


@given(documents())
@settings(max_examples=30, deadline=None)
def test_joining_with_nothing_new_gives_the_other(document: Document) -> None:
    base = Document()
    base.fields = dict(document.fields)
    for mine, theirs in ((base, document), (document, base)):
        merged = merge(base, theirs, mine)
        assert merged.clashes == []
        found = merged.document()
        assert [group.text for group in found.groups] == [group.text for group in document.groups]
        assert [cause.text for cause in found.causes()] == [cause.text for cause in document.causes()]


def tree(*names: str) -> Document:
    """A document with one group and causes of these names, keyed by their place in the alphabet."""
    entries = [CauseEntry(ord(name), name, name.lower()) for name in names]
    return Document(groups=[GroupEntry(1, "Group", "", entries)])


def outline(document: Document) -> list[Any]:
    def below(entries: list[CauseEntry]) -> list[Any]:
        return [(entry.name, below(entry.parts)) if entry.parts else entry.name for entry in entries]

    return [below(group.causes) for group in document.groups]


def test_new_causes_of_both_stay_and_keep_their_places() -> None:
    merged = merge(tree("A", "B"), tree("A", "C", "B"), tree("A", "B", "D"))
    assert outline(merged.document()) == [["A", "C", "B", "D"]]


def test_causes_that_two_people_added_are_two_causes_even_under_one_key() -> None:
    base, mine, theirs = tree("A"), tree("A"), tree("A")
    theirs.groups[0].causes.append(CauseEntry(-5, "Theirs", "theirs"))
    mine.groups[0].causes.append(CauseEntry(-5, "Mine", "mine"))
    names = {cause.name for cause in merge(base, theirs, mine).document().causes()}
    assert names == {"A", "Theirs", "Mine"}


def test_causes_put_into_each_other_by_two_people_are_not_lost() -> None:
    base, mine, theirs = tree("A", "B"), tree("A", "B"), tree("A", "B")
    mine.groups[0].causes = [CauseEntry(66, "B", "b", parts=[CauseEntry(65, "A", "a")])]
    theirs.groups[0].causes = [CauseEntry(65, "A", "a", parts=[CauseEntry(66, "B", "b")])]
    assert sorted(cause.name for cause in merge(base, theirs, mine).document().causes()) == ["A", "B"]


def test_a_cause_in_a_group_that_they_removed_is_rescued() -> None:
    base, mine, theirs = tree("A"), tree("A"), tree("A")
    for document in (base, mine, theirs):
        document.groups.append(GroupEntry(2, "Other", "", [CauseEntry(90, "Z", "z")]))
    theirs.groups.pop()
    mine.groups[1].causes.append(CauseEntry(-7, "New", "new"))
    assert outline(merge(base, theirs, mine).document()) == [["A", "New"]]


def test_a_removed_cause_that_comes_back_has_its_key_again() -> None:
    page = ReferencePageFactory()
    first = tree("A")
    first.fields |= standing_document(page).fields
    save_draft(page=page, document=first, seen="page 1", author=None)
    publish(revision=page.revisions.open().get(), actor=None, index=False)
    key = Cause.objects.get().pk
    with_cause = page.revisions.get(state="published").content
    for content in (standing_without(page), Document.from_json(with_cause)):
        state = state_of_page(ReferencePage.objects.get(pk=page.pk), None)
        save_draft(page=page, document=content, seen=state, author=None)
        publish(revision=page.revisions.open().get(), actor=None, index=False)
    assert Cause.objects.get().pk == key


def standing_without(page: ReferencePage) -> Document:
    document = standing_document(page)
    document.groups[0].causes = []
    return document


def test_a_merged_cause_leaves_its_names_and_sources_each_once() -> None:
    into = CauseEntry(1, "Stroke", other_names=["Apoplexy"], citations=[Use(1, "It is sudden.")])
    gone = CauseEntry(2, "Brain attack", other_names=["apoplexy", "brain attack", "STROKE", "CVA"])
    gone.citations = [Use(1, "It is an attack."), Use(2, "It is seen."), Use(2, "It is felt.")]
    into.take_over(gone)
    assert into.other_names == ["Apoplexy", "Brain attack", "CVA"]
    assert into.citations == [Use(1, "It is sudden."), Use(2, "It is seen."), Use(2, "It is felt.")]

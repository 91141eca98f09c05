"""What readers did not ask for is folded on a long page, and every citation leads there and back."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from conditions.grounding.blocks import opening
from conditions.models import Citation, ReferencePage
from conditions.tree import CitedAt, page_tree
from tests.factories import (
    CauseFactory,
    CauseGroupFactory,
    CauseLinkFactory,
    ReferencePageFactory,
    SourceFactory,
    public_question,
)

pytestmark = pytest.mark.one_database

LINES = "\n".join(f"Line {number} says five words." for number in range(60))


@pytest.fixture
def page() -> ReferencePage:
    """A page with a cause that has an urgent part and another one, both cited."""
    page = ReferencePageFactory(lead="Short.", treatment="Rest.")
    group = CauseGroupFactory(page=page, heading="Nerves")
    cause = CauseFactory(group=group, name="Nerve damage", text="It is harmed.")
    source = SourceFactory(publisher="NHS")
    Citation.objects.create(page=page, section=Citation.Section.LEAD, source=source)
    for position, name in enumerate(("Palsy", "Stroke")):
        part = CauseFactory(
            group=group, parent=cause, name=name, position=position, is_urgent=name == "Stroke"
        )
        Citation.objects.create(cause=part, source=source)
    return page


def text_of(client: Client, page: ReferencePage) -> str:
    return re.sub(r"\s+", " ", client.get(page.get_absolute_url()).content.decode())


def test_a_text_is_cut_where_a_line_ends_or_else_after_a_sentence() -> None:
    first, rest = opening(LINES, 60)
    assert (len(first.splitlines()), len(rest.splitlines())) == (12, 48)
    first, rest = opening(LINES.replace("\n", " "), 60)
    assert (len(first.split()), len(rest.split())) == (120, 180)


def test_a_list_is_not_cut_off_from_the_words_that_lead_to_it() -> None:
    points = "\n".join(f"- Point {number} of six words." for number in range(30))
    told = f"{'Some words. ' * 9}\n\nThese include\n\n{points}"
    first, rest = opening(told, 20)
    assert (first.splitlines()[-1], rest.splitlines()[0]) == (
        "- Point 0 of six words.",
        "- Point 1 of six words.",
    )


@pytest.mark.parametrize("mark", ["{}. ", "{}) "])
def test_a_numbered_list_is_not_cut_and_no_rest_begins_with_an_indented_item(mark: str) -> None:
    numbered = "\n".join(f"{mark.format(number)}Item of four words." for number in range(1, 40))
    assert opening(numbered, 20) == (numbered, "")
    nested = "\n".join(["- Item.", *["    - An inner item."] * 10, "- Last of all items."] * 3)
    first, rest = opening(nested, 20)
    assert (rest[:7], f"{first}\n{rest}") == ("- Last ", nested)


@pytest.mark.parametrize("text", ["", "Short.", "\n".join(LINES.splitlines()[:20]), f"{LINES}\n\n[a]: /b"])
def test_a_short_text_and_one_that_defines_links_stay_whole(text: str) -> None:
    assert opening(text, 60) == (text, "")


@given(st.text(alphabet='ab. \n-*"[A', max_size=200))
def test_no_word_is_lost_where_a_text_is_cut(text: str) -> None:
    first, rest = opening(text, 3)
    assert f"{first} {rest}".split() == text.split()


@pytest.mark.django_db
def test_a_short_page_folds_no_cause_and_no_source(stranger: Client, page: ReferencePage) -> None:
    text = text_of(stranger, page)
    assert ("Read more" in text, "More on Nerve damage" in text, "Show the source" in text) == (False,) * 3


@pytest.mark.django_db
def test_a_long_page_folds_all_but_the_beginnings_and_what_must_not_wait(
    stranger: Client, page: ReferencePage
) -> None:
    page.treatment = LINES * 3
    page.save()
    text = text_of(stranger, page)
    assert 'Read more<span class="visually-hidden"> about Treatment</span></summary>' in text
    assert "<summary>Show the source</summary>" in text
    fold = text.index("<summary>More on Nerve damage: Palsy</summary>")
    assert text.index('id="stroke"') < fold < text.index('id="palsy"')


@pytest.mark.django_db
def test_a_long_list_of_contents_is_folded(page: ReferencePage) -> None:
    assert page_tree(page).has_long_contents is False
    for _number in range(20):
        CauseFactory(group=page.groups.get())
    assert page_tree(page).has_long_contents is True


@pytest.mark.django_db
def test_a_citation_leads_to_its_source_and_back(stranger: Client, page: ReferencePage) -> None:
    places = ["Short answer", "Palsy", "Stroke"]
    assert page_tree(page).sources[0].places == [
        CitedAt(f"cited.1.{number}", name) for number, name in enumerate(places, start=1)
    ]
    text = text_of(stranger, page)
    for number, name in enumerate(places, start=1):
        assert f'<a id="cited.1.{number}" href="#source-1">' in text
        assert f'<a href="#cited.1.{number}">{name}</a>' in text


@pytest.mark.django_db
def test_who_asked_about_a_cause_stands_with_doctor_and_date(stranger: Client, page: ReferencePage) -> None:
    question = public_question(title="My face dropped")
    reply = question.replies.get()
    CauseLinkFactory(reply=reply, cause=page.causes.get(name="Palsy"))
    text = text_of(stranger, page)
    assert '1 patient asked<span class="visually-hidden"> about Palsy</span></summary>' in text
    assert f"answered by <bdi>{reply.doctor.name}</bdi> on 6 August 2026</span>" in text

"""A page as a Markdown file reads back as exactly the same document."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions.markdown.known import Known, SourceFacts
from conditions.markdown.read import MarkdownError, PageFile
from conditions.markdown.write import CAUSE_PLACED, GROUP_PLACED, PAGE_PLACED, PAGE_TEXTS, to_markdown
from conditions.revisions.document import (
    EMPTY,
    SECTIONS,
    CauseEntry,
    Document,
    GroupEntry,
    Removal,
    Use,
    clean,
)

KNOWN = Known(
    {1: "nerves", 2: "muscles"},
    {3: "causes-of-falls", 4: "falls"},
    {key: SourceFacts(f"https://{key}.example/a", "NHS", f"Page {key}", "2026-01-02") for key in (5, 6, 7)},
)
WORDS = st.text(alphabet="ab #\\[]:*-_n\n\t<é口\u2028\x85\x1c{}|`", max_size=12).map(clean)
TEXTS = st.one_of(
    WORDS, st.lists(WORDS, max_size=4).map("\n".join).map(clean), st.text(max_size=30).map(clean)
)
KEYS = st.integers(-(2**40), 2**40).filter(bool)
DAYS = st.dates().map(str)
USES = st.lists(st.builds(Use, st.sampled_from([5, 6, 7, 99]), TEXTS), max_size=2)


def columns(entry: Any, placed: frozenset[str]) -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for each further column of an entry, whichever it has."""
    return {
        each.name: st.booleans() if isinstance(each.default, bool) else TEXTS
        for each in fields(entry)
        if each.name not in placed
    }


def causes(parts: st.SearchStrategy[list[CauseEntry]]) -> st.SearchStrategy[list[CauseEntry]]:
    return st.lists(
        st.builds(
            CauseEntry,
            KEYS,
            name=TEXTS,
            text=TEXTS,
            other_names=st.lists(TEXTS, max_size=2),
            citations=USES,
            parts=parts,
            **columns(CauseEntry, CAUSE_PLACED),
        ),
        max_size=2,
    )


TREE = causes(causes(causes(st.just([]))))
GROUPS = st.builds(GroupEntry, KEYS, TEXTS, TEXTS, TREE, **columns(GroupEntry, GROUP_PLACED))
REMOVALS = st.builds(
    Removal, KEYS, st.sampled_from([Removal.CAUSE, Removal.PAGE, Removal.MOVE]), st.integers(-9, 9)
)


@st.composite
def documents(draw: Any) -> Document:
    page = {
        name: draw(st.booleans() if isinstance(EMPTY[name], bool) else TEXTS) or EMPTY[name] for name in EMPTY
    }
    page |= {name: draw(st.none() | DAYS) for name in EMPTY if name.endswith("_on")}
    page["category"] = draw(st.sampled_from([None, 1, 2, 98]))
    return Document(
        fields=page,
        related=draw(st.lists(st.sampled_from([3, 4, 97]), unique=True).map(sorted)),
        citations={section: draw(USES) for section in SECTIONS},
        groups=draw(st.lists(GROUPS, max_size=2)),
        removals=draw(st.lists(REMOVALS, max_size=2)),
    )


@given(documents())
@settings(max_examples=80, deadline=None)
def test_every_document_reads_back_as_itself(document: Document) -> None:
    text = to_markdown(document, KNOWN)
    assert PageFile(text).document(KNOWN) == document
    assert PageFile("\ufeff" + text.replace("\n", "\r\n")).document(KNOWN) == document


def test_a_file_is_read_as_it_would_be_written_by_hand() -> None:
    text = (
        "Sent by Ann.\n# Causes of weak faces\nslug: weak-faces\ncategory: nerves\n\n## [lead]\n"
        "source: https://5.example/a It is so.\n\nSeveral things.\n\n## Nerves\n### Bell's palsy\n"
        "other_name: facial palsy\nis_editorial: yes\n\nIt swells.\n\n\\# No heading\n#### Part\n### Stroke\n"
    )
    document = PageFile(text).document(KNOWN)
    assert document.fields == {
        **EMPTY, "title": "Causes of weak faces", "slug": "weak-faces", "category": 1, "lead": "Several things.",
    }  # fmt: skip
    assert document.citations == {"lead": [Use(5, "It is so.")], "treatment": []}
    palsy = CauseEntry(
        0, "Bell's palsy", text="It swells.\n\n# No heading", is_editorial=True,
        other_names=["facial palsy"], parts=[CauseEntry(0, "Part")],
    )  # fmt: skip
    assert document.groups == [GroupEntry(0, "Nerves", causes=[palsy, CauseEntry(0, "Stroke")])]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "does not begin with the title"),
        ("## Nerves", "does not begin with the title"),
        ("# One\n# Two", "does not begin with the title"),
        ("# One\ncategory: cooks", "Below line 1: there is no category “cooks” here."),
        ("# One\nrelated: cooks", "there is no page “cooks” here."),
        ("# One\n## [lead]\nsource: https://a.example", "Below line 2: there is no source “https://a.example” here."),
        ("# One\n## Two\n#### Three", "Line 3: “Three” stands in nothing"),
        ("# One\n### Three", "Line 2: “Three” stands in nothing"),
        ("# One\n## Two\nnote: this", "“note” is no property here. A text begins after an empty line."),
        ("# One\n## Two\n### Three\nis_urgent: maybe", "Below line 3: “is_urgent” is yes or no."),
        ("# One\n## Two\nkey: x", "Below line 2: “key” is a number."),
        ("# One\nlast_reviewed_on: soon", "Below line 1: “last_reviewed_on” is a date, as 2026-01-31."),
        ("# One\nnext_review_on: 2026-02-30", "Below line 1: “next_review_on” is a date, as 2026-01-31."),
        ("# One\nremoval: 1 cause", "Below line 1: a removal is “cause kind target”."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(MarkdownError) as caught:
        PageFile(text).document(KNOWN)
    assert said in str(caught.value)


@pytest.mark.parametrize("said", ["2026-1-5", "20260105", "2026-01-05"])
def test_a_date_is_stored_in_one_form_however_it_is_written(said: str) -> None:
    document = PageFile(f"# One\nlast_reviewed_on: {said}").document(KNOWN)
    assert document.fields["last_reviewed_on"] == "2026-01-05"


def test_every_text_of_a_page_has_its_place() -> None:
    assert set(PAGE_TEXTS) <= set(EMPTY)
    assert PAGE_PLACED - set(EMPTY) == set()

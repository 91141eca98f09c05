"""Names of conditions in replies and pages lead to where they are told."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions.linking import LINKS_A_TEXT, Names, Target, may_link
from conditions.models import CauseAlias, ReferencePage
from conditions.name_index import renew_names
from consult.common.commonmark import render_markdown
from tests.factories import CauseFactory, CauseGroupFactory, ReferencePageFactory, public_question

BELL = '<a class="named" href="/conditions/faces/#bell">{}</a>'
ASKED = {
    "Bell's palsy": "bell",
    "ALL": "all",
    "GERD": "gerd",
    "Shingles of the ear": "ear",
    "带状疱疹": "zoster",
    "Fall": "fall",
    "Medicinals": "herbs",
}


@pytest.fixture
def page(db: Any) -> ReferencePage:
    page = ReferencePageFactory(title="Causes of weak faces", slug="faces")
    group = CauseGroupFactory(page=page)
    for name, slug in ASKED.items():
        CauseFactory(group=group, name=name, slug=slug, text="A facial palsy, and shingles of the ear.")
    CauseAlias.objects.create(cause=page.causes.get(slug="bell"), name="facial palsy")
    renew_names(page)
    return page


def linked(text: str) -> str:
    return Names([text]).link(render_markdown(text), set()).strip().removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("It is Bell’s palsy.", "It is " + BELL.format("Bell’s palsy") + "."),
        ("Facial palsies, i.e. bells palsy", BELL.format("Facial palsies") + ", i.e. bells palsy"),
        ("It is **Bell's** palsy.", "It is <strong>Bell's</strong> palsy."),
        ("`Bell's palsy`", "<code>Bell's palsy</code>"),
        ("[Bell's palsy](https://a.example)", None),
        ("### Bell's palsy", "<h3>Bell's palsy</h3>"),
        ("Ring the bell. Palsy is a word.", "Ring the bell. Palsy is a word."),
        ("We all fall.", "We all fall."),
        ("Medical history", "Medical history"),
        ("A medicinal herb", 'A <a class="named" href="/conditions/faces/#herbs">medicinal</a> herb'),
        ("ALL is rare, gerd is not.", "ALL is rare, gerd is not."),
        ("GERD burns.", '<a class="named" href="/conditions/faces/#gerd">GERD</a> burns.'),
        ("她有带状疱疹。", '她有<a class="named" href="/conditions/faces/#zoster">带状疱疹</a>。'),
        ("Shingles, of the ear & all", "Shingles, of the ear &amp; all"),
    ],
)  # fmt: skip
def test_a_name_is_linked_once_and_only_in_plain_words(
    page: ReferencePage, text: str, html: str | None
) -> None:
    expected = (
        render_markdown(text).strip().removeprefix("<p>").removesuffix("</p>") if html is None else html
    )
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("name", "may"),
    [("Stroke", True), ("Cold", False), ("MS", False), ("SMA", False), ("Flu", False), ("Hair loss", True)],
)
def test_plain_words_and_very_short_names_are_not_linked(name: str, may: bool) -> None:
    assert may_link(name) is may


@given(st.text(alphabet="ab <>&\"'*[]()`#\n", max_size=80))
@settings(max_examples=60)
def test_nothing_of_a_text_is_changed_but_by_links(text: str) -> None:
    names = Names([])
    targets = [
        Target(f"{word}bb", (word,), (word,), (1, number), f"/{word}") for number, word in enumerate("ab")
    ]
    names._by_first = {target.words[0]: [target] for target in targets}
    html = render_markdown(text)
    found = names.link(html, set())
    assert re.sub(r'<a class="named" href="/[ab]">(.*?)</a>', r"\1", found) == html
    assert found.count('class="named"') <= LINKS_A_TEXT


def test_a_tag_ends_where_it_ends_and_not_in_what_it_quotes() -> None:
    names = Names([])
    names._by_first = {"a": [Target("abb", ("a",), ("a",), (1, 1), "/a")]}
    html = '<a title="a > a">a</a> <em>a</em>'
    assert names.link(html, set()) == '<a title="a > a">a</a> <em><a class="named" href="/a">a</a></em>'


def test_no_part_of_a_longer_name_is_linked_where_that_name_is_not() -> None:
    names = Names([])
    names._by_first = {
        "a": [Target("a b", ("a", "b"), ("a", "b"), (1, 1), "/ab")],
        "b": [Target("b", ("b",), ("b",), (2, 1), "/b")],
    }
    assert names.link("a b, b", {(1, 1)}) == 'a b, <a class="named" href="/b">b</a>'
    assert names.link("a b, a b", set()).count("<a") == 1


def test_a_thread_links_what_its_doctors_name(stranger: Client, page: ReferencePage) -> None:
    question = public_question(reply_text="Most likely facial palsy. A facial palsy heals.")
    question.replies.update(more_info="Read of Bell's palsy.")
    text = stranger.get(question.get_absolute_url()).content.decode()
    assert f"Most likely {BELL.format('facial palsy')}. A facial palsy heals." in text
    assert f"Read of {BELL.format('Bell&#x27;s palsy').replace('&#x27;', chr(39))}." in text
    page.causes.filter(slug="bell").update(slug="bells-palsy")
    assert "/conditions/faces/#bells-palsy" in stranger.get(question.get_absolute_url()).content.decode()
    ReferencePage.objects.update(published_at=None)
    assert 'class="named"' not in stranger.get(question.get_absolute_url()).content.decode()


def test_a_page_leads_to_other_causes_and_not_to_itself(stranger: Client, page: ReferencePage) -> None:
    text = re.sub(r"\s+", " ", stranger.get(page.get_absolute_url()).content.decode())
    own, other = (text.split(f'id="{slug}"')[1].split("</section>")[0] for slug in ("bell", "ear"))
    ear = '<a class="named" href="/conditions/faces/#ear">shingles of the ear</a>'
    assert f"<p>A facial palsy, and {ear}." in own
    assert f"<p>A {BELL.format('facial palsy')}, and shingles of the ear." in other


def test_all_texts_of_a_page_cost_one_query(page: ReferencePage) -> None:
    with CaptureQueriesContext(connection) as captured:
        Names(["Bell's palsy", "A fall", *(f"Word{number}" for number in range(3_000))])
    assert len(captured) == 1

"""Staff texts become safe HTML, whatever stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.common import commonmark
from consult.common.commonmark import MOST_BRACKETS, plain_text, render_markdown

SIGNS = [
    "- ",
    "-",
    "-\t",
    "+ ",
    "1. ",
    "12) ",
    "a",
    "word",
    " ",
    "\n",
    "\n\n",
    "\t",
    "--",
    "(",
    ".",
    "é",
    "# ",
    "> ",
    "=",
    "2",
]


def test_a_text_with_very_many_brackets_has_no_links_and_keeps_its_words() -> None:
    few = "[a](https://b.example) " * MOST_BRACKETS
    many = f"**Bold** {few}[a](https://b.example)"

    assert render_markdown(few).count("<a href") == MOST_BRACKETS
    assert render_markdown(many).count("<a href") == 0
    assert render_markdown(many).startswith("<p><strong>Bold</strong> [a](https://b.example) [a]")
    assert plain_text("[" * 5_000) == "[" * 5_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n" * 10_000, ""),
        ("one\n\n- two\n  + three\n1. four\n", "one two three four"),
        ("plain\n\n   words", "plain words"),
        ("5 - 3 is 2", "5 - 3 is 2"),
        ("12) twelve", "twelve"),
    ],
)
def test_plain_words(text: str, words: str) -> None:
    assert plain_text(text) == words


@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
def test_a_list_of_plain_items_reads_as_the_parser_reads_it(text: str) -> None:
    if not commonmark._MORE_THAN_BULLETS.search(text):
        assert " ".join(commonmark._BULLET.sub("", text).split()) == commonmark._parsed(text)


def test_a_list_of_plain_items_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commonmark, "_parsed", str)
    assert plain_text("Causes:\n- a cold\n- 2 days of rain\n\nMore.") == "Causes: a cold 2 days of rain More."
    assert plain_text("Causes:\n- a cold\n  - rain") == "Causes:\n- a cold\n  - rain"

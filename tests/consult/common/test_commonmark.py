"""Staff texts become safe HTML, whatever stands in them."""

import pytest

from consult.common.commonmark import MOST_BRACKETS, plain_text, render_markdown


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

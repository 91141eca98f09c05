"""A passage is shortened by leaving out sentences and list items; none of its words changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.grounding.blocks import blocks_of, shortened

LIST = "- first item\n- second item.\n  Its next line."
LAST = "Last (e.g. Dr. Who) words."
TEXT = f"One is so. Two is **bold. And more** of it.\n\n{LIST}\n\n{LAST}"


def test_it_comes_apart_in_sentences_and_items():
    assert [block.text for block in blocks_of(TEXT)] == [
        "One is so.",
        "Two is **bold. And more** of it.",
        "- first item",
        "- second item.\n  Its next line.",
        "Last (e.g. Dr. Who) words.",
    ]


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ([], TEXT),
        (
            ["One is so.", "- first item"],
            f"Two is **bold. And more** of it.\n\n- second item.\n  Its next line.\n\n{LAST}",
        ),
        (["Two is **bold. And more** of it.", LAST], f"One is so.\n\n{LIST}"),
        ([block.text for block in blocks_of(TEXT)], ""),
        (["No sentence of it."], TEXT),
    ],
)
def test_what_is_left_out_is_gone_and_the_rest_stands_as_it_stood(left_out, words):
    assert shortened(TEXT, left_out) == words


@given(st.text(alphabet="Ab. \n-*(`!", max_size=60), st.data())
def test_nothing_is_added_whatever_is_left_out(text, data):
    blocks = [block.text for block in blocks_of(text)]
    left_out = data.draw(st.lists(st.sampled_from(blocks))) if blocks else []
    kept = [block for block in blocks if block not in left_out]
    words = kept if left_out else [text]
    assert "".join(shortened(text, left_out).split()) == "".join("".join(words).split())

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.query import MAX_CHARS, parse


def test_words_are_kept_as_typed_beside_their_terms():
    query = parse("  Why is my  NUMB cheek   numb?\n")
    assert query.text == "Why is my NUMB cheek numb?"
    assert query.words == {"numb": "NUMB", "cheek": "cheek"}


def test_a_long_text_is_cut_at_a_word():
    query = parse("headache " * 2_500)
    assert query.was_cut
    assert len(query.text) <= MAX_CHARS
    assert query.text.endswith("headache")


def test_control_characters_go_and_tabs_are_spaces():
    assert parse("nu\x00mb cheek\x07\ttoday").text == "numb cheek today"


def test_signs_and_emoji_are_nothing_to_search_for():
    assert not parse("")
    assert not parse('" * ( ) 🤒🤒 —')
    assert parse("numb 🤒")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=3_000))
def test_anything_can_be_typed(typed):
    query = parse(typed)
    assert len(query.text) <= MAX_CHARS
    assert "\x00" not in query.text

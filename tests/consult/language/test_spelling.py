"""One slip of the fingers is recognised by a rule that short words make stricter; a search may guess further."""

import pytest

from consult.language.spelling import SpellingIndex, is_one_slip

INDEX = SpellingIndex(["chest", "stroke", "unconscious", "fits"])


@pytest.mark.parametrize(
    ("typed", "word", "is_slip"),
    [
        ("cehst", "chest", True),  # two letters swapped
        ("chesst", "chest", True),  # one too many
        ("chst", "chest", False),  # one missing: the word is too short for it
        ("stoke", "stroke", True),
        ("strike", "stroke", False),  # one wrong: the word is too short for it
        ("unconscioux", "unconscious", True),
        ("hcest", "chest", False),  # the first letter is wrong
        ("chest", "chest", False),
        ("unconscoux", "unconscious", False),  # two slips
    ],
)
def test_one_slip(typed: str, word: str, is_slip: bool) -> None:
    assert is_one_slip(typed, word) is is_slip
    assert (word in INDEX.near(typed)) is is_slip


def test_a_search_may_guess_further() -> None:
    assert list(INDEX.within("hcest", 2)) == [("chest", 1)]
    assert list(INDEX.within("strikes", 2)) == [("stroke", 2)]
    assert list(INDEX.within("stroke", 0)) == []


def test_what_is_no_word_is_near_nothing() -> None:
    assert [INDEX.near(typed) for typed in ("", "fit", "x" * 99)] == [set(), set(), set()]

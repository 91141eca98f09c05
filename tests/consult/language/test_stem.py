"""The forms of a word meet in one stem; words that only look alike are kept apart where it matters."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.language.stem import stem
from consult.language.words import key


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bleed bleeds bleeding", "bleed"),
        ("numb numbness", "numb"),
        ("infection infections infected", "infect"),
        ("breathe breathing breath", "breath"),
        ("relational", "relat"),
        ("hopping hopped", "hop"),
        ("is", "is"),
        ("b12", "b12"),
        ("बुखार", "बुखार"),
    ],
)
def test_stems(words: str, expected: str) -> None:
    assert {stem(word) for word in words.split()} == {expected}


def test_a_stem_of_another_word_is_no_key() -> None:
    assert [key(word) for word in ("ate", "using", "several", "inhalers", "bleeds")] == [
        "ate", "using", "several", "inhaler", "bleed",
    ]  # fmt: skip


def test_threads_stem_beside_each_other() -> None:
    words = [f"{first}{second}ings" for first in "bcdfgh" for second in ("and", "est", "old")] * 50
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(stem, words)) == [word[:-4] for word in words]

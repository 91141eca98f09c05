"""Numbers are read in digits and in words."""

import pytest

from consult.language.numbers import number_words, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("38.6", 38.6), ("38,6", 38.6), ("7", 7), ("six", 6), ("zero", 0), ("hundred", 100), ("twenty-five", 25),
        ("twenty five", 25), ("½", 0.5), ("five twenty", None), ("12345", None), ("pain", None), ("", None),
    ],
)  # fmt: skip
def test_value(text: str, value: float | None) -> None:
    assert value_of(text) == value


def test_the_words_below_a_number_are_alternatives_of_a_pattern() -> None:
    assert number_words(3) == "zero|one|two"
    assert (number_words(100).count("|"), number_words(100).endswith("eighty|ninety")) == (27, True)

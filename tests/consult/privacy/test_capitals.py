"""The model of capital words: what looks like a name is marked, what looks like a medicine is not."""

import pytest

from consult.privacy import capitals
from consult.privacy.personal_data import find_personal_data
from consult.privacy.reading import Reading


def test_weights_fit_the_code() -> None:
    assert capitals.WEIGHTS.stat().st_size == capitals.SIZE


@pytest.mark.parametrize(
    "text", ["I asked Olwethu about it", "Then Bronwyddyn rang me", "so Thandolwethu went home with a fever"]
)
def test_a_name_no_list_has_is_marked(text: str) -> None:
    assert len(find_personal_data(text)) == 1


@pytest.mark.parametrize(
    "text", ["Humira or Enbrel for my joints?", "Zoladex made me hot", "On Lamivudin since 2019"]
)
def test_a_medicine_is_not(text: str) -> None:
    assert find_personal_data(text) == []


def test_no_more_words_are_looked_at_than_told() -> None:
    reading = Reading("so Xolisani went, " * 2 * capitals.MOST_WORDS)
    assert len(list(capitals.find_capitals(reading))) == capitals.MOST_WORDS

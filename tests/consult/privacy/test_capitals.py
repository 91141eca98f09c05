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


@pytest.mark.parametrize(
    "text",
    [
        "I am a community nurse. Breast cancer with spread to the spine, who do I ring?",
        "It is four hours to a decent eye doctor. Minus nine on both sides all my life.",
        "He'd had her tablets out on the landing, and she'd said nothing.",
        "G'day from the outback, my knee clicks.",
        "I interpret in Urdu and Telugu and am losing my voice.",
        "We plan the Hajj next year. Which vaccines?",
        "A dog nipped me in Sri Lanka.",
        "Foley catheter 14Ch bypassing round the sides.",
        "Estelle-35 is not sold here, what is its twin?",
        "Does St John's Wort mix with the pill?",
    ],
)
def test_a_full_stop_a_contraction_a_language_and_a_feast_are_nobody(text: str) -> None:
    assert find_personal_data(text) == []


@pytest.mark.parametrize(
    ("text", "found"), [("Dr. Khan saw me", "Dr. Khan"), ("ask nurse Fiona", "nurse Fiona")]
)
def test_a_title_still_leads_to_its_name(text: str, found: str) -> None:
    assert [finding.text for finding in find_personal_data(text)] == [found]

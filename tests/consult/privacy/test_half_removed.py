"""Each text of ../shared/cases/personal-data-half-removed.json: what is marked is marked whole."""

import pytest

from consult.privacy.personal_data import find_personal_data


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Dr McDonald saw me", "Dr McDonald"),
        ("my husband John MacLeod fell", "John MacLeod"),
        ("my name is Dvořák", "Dvořák"),
        ("postcode SW1A\u00a01AA", "SW1A\u00a01AA"),
        ("write to o'neil@example.ie", "o'neil@example.ie"),
        ("Dr O'Neill saw me", "Dr O'Neill"),
        ("Dr D'Souza saw me", "Dr D'Souza"),
        ("Dr Łukasz Wójcik saw me", "Dr Łukasz Wójcik"),
        ("Dr de Vries saw me", "Dr de Vries"),
        ("Dr  Smith saw me", "Dr  Smith"),
        ("my name is Łukasz", "Łukasz"),
        ("Regards, Aoife O'Brien", "Aoife O'Brien"),
        ("my name is  Anna Kowalska", "Anna Kowalska"),
        ("born on 12\u201103\u20111985", "12\u201103\u20111985"),
        ("record number\u00a0A123456", "A123456"),
        ("write to jo@münchen.example", "jo@münchen.example"),
        ("Dr SMITH saw me", "Dr SMITH"),
        ("Dr Nguyễn Văn Hùng saw me", "Dr Nguyễn Văn Hùng"),
        ("Dr O\u2019Neill saw me", "Dr O\u2019Neill"),
        ("my name is Zoe\u0308 van\u00a0den Berg", "Zoe\u0308 van\u00a0den Berg"),
        ("my na\u200bme is Anna Kow\u00adalska", "Anna Kow\u00adalska"),
        ("Call 0151\u202f23456789", "0151\u202f23456789"),
        ("my name is علي حسن", "علي حسن"),
    ],
)
def test_marked_whole(text: str, part: str) -> None:
    assert [finding.text for finding in find_personal_data(text)][:1] == [part]


@pytest.mark.parametrize(
    "text",
    [
        "Is it Bell's palsy or Crohn's?",
        "Parkinson's runs in the family.",
        "I took Yasmin, then Citalopram, from March to May.",
        "I am HIV positive and Polish.",
        "Thank you, doctor.",
    ],
)
def test_diseases_medicines_and_months_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("I live at Rose Cottage, Little Harbour. My name is secret.", "Rose Cottage, Little Harbour"),
        ("She lives at 3 Elm Road, Oxford. She has a rash.", "3 Elm Road, Oxford"),
        ("Flat 3, Nether Hill Farm, Lower Dene. Pain came.", "Flat 3, Nether Hill Farm, Lower Dene"),
        ("I live at 12 High Street, St. Andrews. Then it began.", "12 High Street, St. Andrews"),
    ],
)
def test_an_address_ends_with_its_sentence(text, address):
    assert address in [finding.text for finding in find_personal_data(text)]

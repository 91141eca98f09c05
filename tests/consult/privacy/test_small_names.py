"""Names written small that nothing introduces, couples, relatives like titles; calm texts that look alike."""

import pytest

from consult.privacy.personal_data import find_personal_data, redact

pytestmark = pytest.mark.one_database

SMALL = [
    ("saoirse wont take her drops, can i hide them in juice", "saoirse"),
    ("is it ok for mohammed to fast with his diabetes", "mohammed"),
    ("is it normal that kieran o'brien in my class coughs all day", "kieran o'brien"),
    ("so emily t in my class told everyone i have nits", "emily t"),
    ("i am 15 and nothing yet. from jasmine p, 9C", "jasmine p, 9C"),
    ("my partner juan carlos has a rash on his back", "juan carlos"),
    ("daisy wont settle at night and her poo is green", "daisy"),
    ("ruby's mum says it is only a cold and not croup", "ruby"),
    ("tyler and grace have the same cough again", "tyler and grace"),
]
TOGETHER = [
    ("Both boys, Ibrahim and Yahya, had it", "Ibrahim and Yahya"),
    ("Steve n Sue have one each", "Steve n Sue"),
    ("Rose and Frank next door had shingles", "Rose and Frank"),
    ("Anna-Lena and her dad Cormac have webbed toes", "Anna-Lena and her dad Cormac"),
    ("Grandad Reg keeps calling me by another name", "Grandad Reg"),
    ("we buried uncle Festus in the summer", "uncle Festus"),
    ("Tamsin (my girlfriend) says I am like a zombie", "Tamsin"),
    ("Yours faithfully, K. L. Hartwell (Mrs)", "K. L. Hartwell (Mrs)"),
    ("Will Grace-Hopewell, retired, asks about jabs", "Will Grace-Hopewell"),
    ("The doctor on board, Surg Cdr. Oakhanger, put it down to noise", "Surg Cdr. Oakhanger"),
]
OTHERS = [
    ("the refund goes to sort code 20-45-77 account 60813342", "sort code 20-45-77 account 60813342"),
    ("Booking ref QRT7M2, can I fly", "QRT7M2"),
    ("child born 14.02.2019 in Korsvik, which jabs", "14.02.2019 in Korsvik"),
    ("my mother was born in Rypin on 3.5.1957", "Rypin"),
    ("I'm in room 12, Linden Halls of Residence, alone", "room 12, Linden Halls of Residence"),
    ("There are forty of us in Llanfihangel-y-Coed", "Llanfihangel-y-Coed"),
    ("All of us at Number Nine hairdressers on Cobden Road itch", "Number Nine hairdressers on Cobden Road"),
    ("fell at the Stoke Hadley parkrun", "Stoke Hadley parkrun"),
]
CALM = [
    "will the rash go by may, i have no hope left",
    "does anyone know if rosemary oil helps hair, or jasmine tea",
    "can i sue them, i was frank with the nurse",
    "summer has been hard because of my hay fever",
    "boyfriend cut himself with a stanley knife and it will not stop",
    "does the alexander technique help with neck pain",
    "i walk like john wayne since the op",
    "write to me about liv 52 and dianne 35, are they safe",
    "my nan has been unwell and my uncle thinks it is gout",
    "my flight was booked and the booking number was wrong",
    "mi hija tiene fiebre y tos desde ayer, lucia no come nada",
    "I was born in London and have had asthma for years",
]


@pytest.mark.parametrize(("text", "part"), SMALL + TOGETHER + OTHERS)
def test_marked_whole(text: str, part: str) -> None:
    assert part in [finding.text for finding in find_personal_data(text)]


@pytest.mark.parametrize("text", CALM)
def test_left_alone(text: str) -> None:
    assert find_personal_data(text) == []


def test_a_relative_whom_somebody_has_stays_in_the_text() -> None:
    text = "my uncle Festus died of bowel cancer"

    assert redact(text, find_personal_data(text)) == "my uncle [name removed] died of bowel cancer"

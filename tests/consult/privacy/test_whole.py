"""What belongs to a name, an address or a number is marked with it; brands and stages of a disease are not."""

import pytest

from consult.privacy.personal_data import find_personal_data, redact

pytestmark = pytest.mark.one_database


def marked(text: str) -> list[str]:
    """What is marked in the text."""
    return [finding.text for finding in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("write to jan underscore pol at outlook for the diet sheet", "jan underscore pol at outlook"),
        ("mail me, maeve88 at gmail", "maeve88 at gmail"),
        ("reply to t o m k 7 @ gmx . de without the gaps", "t o m k 7 @ gmx . de"),
        ("the ward is on 01632 960 411, ext 83 until four", "01632 960 411, ext 83"),
        ("the bottle is for R. K. Osei-Tutu, aged nine", "R. K. Osei-Tutu"),
        ("stefan nowaczyński has the same inhaler", "stefan nowaczyński"),
        ("OLUWASEUN'S LEG IS BLUE AND NOBODY COMES TO LOOK AT IT", "OLUWASEUN"),
        ("my neighbour maddie has the same rash", "maddie"),
        ("they left him outside Flat 12 Marlin Court in the rain", "Flat 12 Marlin Court"),
        ("Nan is in St Agatha's Nursing Unit, Killybane", "St Agatha's Nursing Unit, Killybane"),
        ("Keogh's Pharmacy gave me the wrong box", "Keogh's Pharmacy"),
        ("her teacher at Escola Básica nr 14 im. Kopernika rang", "Escola Básica nr 14 im. Kopernika"),
        ("hes the vet in Ballinaclash, 61, and stubborn", "the vet in Ballinaclash, 61"),
        (
            "my uncle, retired ferryman of Skerrybeg, aged 80, forgets",
            "retired ferryman of Skerrybeg, aged 80",
        ),
        ("dr k. lundberg only saw the scan today", "dr k. lundberg"),
        (
            "our twins came on the fourth of May, twenty twenty-three",
            "fourth of May, twenty twenty-three",
        ),
        ("his last jab was on 17 Shawwal 1444, is it time", "17 Shawwal 1444"),
        ("we were twins, born 3.Mar.2016 at home", "3.Mar.2016"),
        ("sober since Boxing Day 2021 and proud", "Boxing Day 2021"),
        ("my cousin emre yağcıoğlu fell off his bike", "emre yağcıoğlu"),
        ("the night nurse on Foxglove Ward was kind", "Foxglove Ward"),
        ("the clinic gave me 604-555-0142 and nobody answers", "604-555-0142"),
        ("im the lollipop man in Trefriwen, 68", "the lollipop man in Trefriwen, 68"),
        ("the parcel goes to P.O. Box 5512-00300, Ruiru", "P.O. Box 5512-00300, Ruiru"),
        ("im 29 and run the tea room in Tobermory", "29 and run the tea room in Tobermory"),
    ],
)
def test_marked_whole(text: str, part: str) -> None:
    assert part in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "They wrote T1N2M0 on the letter, what does it mean?",
        "The original Augmentin works, the other one does not",
        "Is Novalgin the same as paracetamol? We also use Kreon.",
        "Lloyds Pharmacy had none left",
        "Is Diane 35 the same as the pill I had before?",
        "They kept me on the Stroke Unit and then the Burns Unit",
        "Please explain Mallampati III, ASA 2 on my sheet",
        "I could only get Panadol here",
        "the Macmillan nurse comes on Monday",
        "I look at yahoo for it and find nothing",
        "I read about it at gmail speed, as my son says",
        "IS IT NORMAL THAT MY LEG IS BLUE AND COLD IN THE MORNING",
    ],
)
def test_nothing_is_marked(text: str) -> None:
    assert marked(text) == []


def test_only_the_place_goes_of_who_lives_there() -> None:
    text = "hes the vet in Ballinaclash, 61, and stubborn"
    assert redact(text, find_personal_data(text)) == "hes the vet in [place removed], 61, and stubborn"

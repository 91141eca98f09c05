"""People, numbers and days as lists, letters and other languages write them; words that only look like them stay."""

import pytest

from consult.privacy.personal_data import find_personal_data


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PATEL, Hetal, on the waiting list", ["PATEL, Hetal"]),
        ("my flatmate is called Will and he fell", ["Will"]),
        ("my daughter Florence has a rash", ["Florence"]),
        ("I am Elena, in the city now", ["Elena"]),
        ("林淑芬 你好 doctor", ["林淑芬"]),
        ("醫生你好，我姓陳", ["陳"]),
        ("write to @_mikolaj.wro please", ["@_mikolaj.wro"]),
        ("insurance UK-PMI 77410283, refused", ["UK-PMI 77410283"]),
        ("taken out at the Hôpital de la Timone then", ["Hôpital de la Timone"]),
        ("last seen 12-Jan-24 in clinic", ["12-Jan-24"]),
        ("Grandad (Wilf) is 88", ["Wilf"]),
        ("nana akosua won't take them", ["nana akosua"]),
        ("seen at Saltergate Medical Centre, twice", ["Saltergate Medical Centre"]),
        (
            "I'm at Flat 3B, Tennyson Court, 212 Mile Oak Road, BN41 7XD.",
            ["Flat 3B, Tennyson Court, 212 Mile Oak Road, BN41 7XD"],
        ),
        (
            "in Via Garibaldi 118, interno 6, 40124 Bologna now",
            ["Via Garibaldi 118, interno 6, 40124 Bologna"],
        ),
        (
            "Calle del Olmo 31, 2º izquierda, 28012 Madrid. My",
            ["Calle del Olmo 31, 2º izquierda, 28012 Madrid"],
        ),
        ("at No. 23, 4th Cross, Jayanagar 7th Block, please", ["No. 23, 4th Cross, Jayanagar 7th Block"]),
        (
            "Block 418 Ang Mo Kio Avenue 10, #07-1135, Singapore 560418, and",
            ["Block 418 Ang Mo Kio Avenue 10, #07-1135, Singapore 560418"],
        ),
        ("done on 3/Mar/23 there", ["on 3/Mar/23"]),
        ("last scan 12 March 21, all clear", ["12 March 21"]),
        ("I was born 14 Feb 87.", ["14 Feb 87"]),
        ("its kayleigh turnbull again", ["kayleigh turnbull"]),
        ("my son Will has had a temp of 39", ["Will"]),
        ("every time I see Okonedo (my gp) he sighs", ["Okonedo"]),
        ("GEORGE ALDERDICE 72 YRS. TAKING AMLODIPINE 10MG. ANKLES SWELL", ["GEORGE ALDERDICE"]),
        ("my number 0 7 7 0 0 9 0 0 1 2 3 in case", ["0 7 7 0 0 9 0 0 1 2 3"]),
    ],
)
def test_found_whole(text: str, found: list[str]) -> None:
    assert [finding.text for finding in find_personal_data(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "黃疸已經三天 what to do",
        "he was called In for a scan",
        "Adam's apple sticks out",
        "Dear Doctor, Hope you are well",
        "we handle isocyanates; my nose",
        "I am an Erasmus student",
        "Dad had a bypass at 44. My own tests are fine",
        "is the Health Centre open",
        "COPD, Asthma and gout",
        "my son has Down syndrome",
        "we flew from Florence to Austin",
        "her tissue type is HLA-B 27 and his too",
        "one tablet @50mg and another @8pm",
        "it's labyrinthitis again",
        "scores of 0 1 2 3 4 5 6 on the scale",
        "pain 0 1 2 3 4 5 6 7 8 9 on the ladder",
        "My PHQ-9 answers: 0 1 1 0 2 1 0 0 1",
        "I take 0-1-0-2-1-0-1-1-0 tablets",
        "ANKLES LIKE BALLOONS AFTER AMLODIPINE 10 MG. GRAVES DISEASE 20 YRS",
    ],
)
def test_left(text: str) -> None:
    assert find_personal_data(text) == []

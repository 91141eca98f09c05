"""Each kind of personal data is found whole, and proposed words take its place."""

import pytest

from consult.privacy.findings import Kind
from consult.privacy.personal_data import find_personal_data, redact


def kinds(text: str, region: str = "GB") -> list[tuple[str, str]]:
    """Kind and words of each finding."""
    return [(finding.kind.value, finding.text) for finding in find_personal_data(text, region)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail me: ash@mail.example.", [("email", "ash@mail.example")]),
        ("Ring 020 7946 0123", [("phone", "020 7946 0123")]),
        ("or +44 7700 900789", [("phone", "+44 7700 900789")]),
        ("NHS 943 476 5919", [("national_id", "943 476 5919")]),
        ("12 March 1985", [("date", "12 March 1985")]),
        ("at 14 Orchard Lane, Leeds LS8 2QT", [("address", "14 Orchard Lane, Leeds LS8 2QT")]),
        ("on www.mypage.example/skin.", [("link", "www.mypage.example/skin")]),
        ("hospital number 00471182", [("record_number", "00471182")]),
        (
            "Dr Okafor at Greenfield General Hospital",
            [("clinician", "Dr Okafor at Greenfield General Hospital")],
        ),
        ("the Royal Brook Infirmary", [("hospital", "Royal Brook Infirmary")]),
        ("My name is Rowan Ashdown.", [("name", "Rowan Ashdown")]),
        ("Best wishes,\nMei Tanaka", [("name", "Mei Tanaka")]),
    ],
)
def test_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_phone_without_prefix_is_read_for_the_region() -> None:
    assert kinds("02 2543 3535", "TW") == [("phone", "02 2543 3535")]


def test_surest_kind_stands_where_two_overlap() -> None:
    assert kinds("my name is ash@mail.example") == [("email", "ash@mail.example")]


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Scan on 12 March 2024.", "Scan in March 2024."),
        ("Scan on 12/03/2024.", "Scan in 2024."),
        ("My appointment was on 14 February.", "My appointment was in February."),
        ("Born 4 March 20 minutes late", "Born [date of birth removed] 20 minutes late"),
        ("Scan 12 March 24.", "Scan March 2024."),
        ("Scan 12 March 87.", "Scan March 1987."),
        ("Fell 12 March 38.", "Fell March 1938."),
        ("Fever since 6 pm on 12 November 2026!", "Fever since 6 pm on a day in November 2026!"),
        ("I was booked in on Monday the 4th of May.", "I was booked in in May."),
        ("My scan was 7th May 2024 at ten", "My scan was in May 2024 at ten"),
        ("Ill since Sunday, March 3, 2024 only", "Ill since March 2024 only"),
        ("Dr McDonald saw me", "[name of a doctor removed] saw me"),
        ("my husband John MacLeod fell", "my husband [name removed] fell"),
        ("I was born on 4 May 1987.", "I was born on [date of birth removed]."),
        ("Dr Okafor at Brook Hospital said", "[name of a doctor and a hospital removed] said"),
        ("Ask ash@mail.example or 020 7946 0123", "Ask [e-mail address removed] or [phone number removed]"),
    ],
)
def test_redaction_keeps_the_sentence(text: str, redacted: str) -> None:
    assert redact(text, find_personal_data(text)) == redacted


def test_one_finding_can_be_taken_out_alone() -> None:
    text = "My son Oliver, born on 4 May 1987."
    first, _second = find_personal_data(text)

    assert redact(text, [first]) == "My son [name removed], born on 4 May 1987."


def test_redacting_a_changed_text_is_refused() -> None:
    findings = find_personal_data("Mail ash@mail.example")

    with pytest.raises(ValueError, match="changed since"):
        redact("Please mail ash@mail.example", findings)


def test_what_is_proposed_is_no_personal_data_itself() -> None:
    text = (
        "ash@mail.example, www.x.example, NHS 943 476 5919, hospital number 00471182, scan on 12 March 1985, call"
        " 020 7946 0123. I live at 14 Orchard Lane, LS8 2QT. Dr Okafor at Brook Hospital. In the Royal Brook"
        " Infirmary. My name is Rowan Ashdown. I work at Tarmac Quarry. She goes to Oakfield Primary. Postcode LS8 2QT."
        " I am the vicar of Nether Wallop."
    )
    findings = find_personal_data(text)

    assert {finding.kind for finding in findings} == set(Kind)
    assert find_personal_data(redact(text, findings)) == []


@pytest.mark.parametrize(
    "text",
    [
        "We talked on whatsapp yesterday",
        "Please call 10 .... 20 times",
        "I took in June 20 tablets",
        "There were 5 may be 6 of them",
        "Batch 12/03/2525 and 45/45/1999 and 123/4/56",
        "The dr said so",
        "Form ZZ1 1ZZ",
        "The postcode is secret",
        "I stay Positive",
        "It hurts 5 minutes down road",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert kinds(text) == []

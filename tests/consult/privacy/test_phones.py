"""Telephone numbers in the forms of many countries, by what stands before them, and in words."""

import pytest

from consult.privacy.personal_data import find_personal_data


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("my mobile 07911 004 382 please", "07911 004 382"),
        ("Ring 020 7946 0123", "020 7946 0123"),
        ("text 646-555-0192 any time", "646-555-0192"),
        ("Taiwan phone 02-2771-0458", "02-2771-0458"),
        ("手機0912-345-678", "0912-345-678"),
        ("call 089 / 32 16 80 45 for my wife", "089 / 32 16 80 45"),
        ("Handy 0151-23456789", "0151-23456789"),
        ("mein Telefon ist 0221 / 99 88 776", "0221 / 99 88 776"),
        ("French landline 01 42 68 53 00", "01 42 68 53 00"),
        ("tfno 655 310 298 Spain", "655 310 298"),
        ("cellulare 347 123 4567", "347 123 4567"),
        ("I'm in the Netherlands, 06-48213907", "06-48213907"),
        ("Irish mobile 085 012 3476", "085 012 3476"),
        ("Number 22 518 40 93 in Poland", "22 518 40 93"),
        ("Swedish mobile 070-174 06 58", "070-174 06 58"),
        ("call: 098200 41736, India", "098200 41736"),
        ("From Japan: 090-1234-8876", "090-1234-8876"),
        ("0412 345 678, aussie mobile", "0412 345 678"),
        ("WhatsApp +86 138 0013 8000", "+86 138 0013 8000"),
        (
            "numbers is oh one six three two, nine six oh, five five three",
            "oh one six three two, nine six oh, five five three",
        ),
        (
            "zero seven seven double zero nine hundred one two three",
            "zero seven seven double zero nine hundred one two three",
        ),
    ],
)
def test_found_whole(text: str, phone: str) -> None:
    assert [(finding.kind.value, finding.text) for finding in find_personal_data(text)] == [("phone", phone)]


@pytest.mark.parametrize(
    "text",
    [
        "The Samaritans are on 116 123, free.",
        "Childline 0800 1111 helped",
        "120/80 130/85 140/90 in the morning",
        "10 20 30 40 50 60 mg, week by week",
        "one two three, breathe in",
        "platelets 250 000 and 1200000 units",
    ],
)
def test_lines_that_help_and_lists_of_values_are_nobodys(text: str) -> None:
    assert find_personal_data(text) == []

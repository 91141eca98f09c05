"""The text in small letters, and the patterns that are looked for in it."""

import re

import pytest

from consult.language.characters import has_digits, small
from consult.privacy import (
    addresses,
    contacts,
    dates,
    houses,
    identifiers,
    people,
    phones,
    small_places,
    subjects,
    told_names,
)

pytestmark = pytest.mark.one_database

FOUND_IN_SMALL = {
    addresses: "_SMALL_UK_POSTCODE _SAID_POSTCODE _LOWER_CASE _STREET_BEFORE",
    contacts: "_SPOKEN_EMAIL _QUOTED_EMAIL _BOX_EMAIL _APART_EMAIL _READ_AT _LINK _BARE_LINK _LINK_WITH_PATH _ACCOUNT"
    " _USER",
    dates: "_LEAD _DAY_MONTH _MONTH_DAY _ROMAN _BIRTH _TELLING _BIRTH_BEHIND _TELLING_BEHIND _SPELT _OTHER_CALENDAR"
    " _FEAST _SPELT_BIRTH _SPELT_BEFORE_BIRTH _TIME_BEFORE _WAS_BEFORE",
    houses: "_GOES_TO _STUDIES_AT _TREATED_AT",
    identifiers: "_RECORD",
    people: "RELATIVE_THEN FAMILY OWNER_BEFORE NAME_BEFORE_RELATIVE PERSON_CALLED SAID NOT_A_PERSON I_AM HERE"
    " IS_MY_NAME GREETED ROLE ROLE_AFTER CLOSED WEAKLY_CLOSED",
    phones: "_COUNTRIES _CUE _SPELT",
    small_places: "_TELLS _TRADE_OF _LIVES",
    subjects: "_OURS",
    told_names: "_COMES_IN _ME_AND",
}
PATTERNS = [getattr(module, name) for module, names in FOUND_IN_SMALL.items() for name in names.split()]
# What is large in a pattern and no letter: "\W", "(?P<name>".
NO_LETTERS = re.compile(r"\\[A-Z]|\(\?P[<=]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr ÉMILE", "dr émile"),
        ("İstanbul, ılık, \u017feptember, 5 \u212a", "istanbul, ilik, september, 5 k"),
        ("Straße, ΟΔΟΣ", "straße, οδος"),
        ("", ""),
    ],
)
def test_small_letters(text: str, expected: str) -> None:
    assert small(text) == expected


def test_every_character_stays_one() -> None:
    every = "".join(map(chr, range(0x3000)))
    assert len(small(every)) == len(every)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:20])
def test_patterns_are_written_small(pattern: re.Pattern[str]) -> None:
    letters = NO_LETTERS.sub("", pattern.pattern)
    assert letters == small(letters)
    assert not pattern.flags & re.IGNORECASE


@pytest.mark.parametrize(
    ("text", "expected"), [("since 2 weeks", True), ("१२", True), ("½ a tablet", False), ("", False)]
)
def test_digits(text: str, expected: bool) -> None:
    assert has_digits(text) is expected

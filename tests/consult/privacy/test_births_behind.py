"""What day it is may be said before the date or behind it; both are found, and a day that tells of nobody is not."""

import pytest

from consult.privacy.personal_data import find_personal_data, redact

pytestmark = pytest.mark.one_database
BORN = "[date of birth removed]"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("12.3.1980 is my birthday", f"{BORN} is my birthday"),
        ("My birthday is 12.3.1980", f"My birthday is {BORN}"),
        ("12 March is my eldest son's birthday", f"{BORN} is my eldest son's birthday"),
        ("On 12 March my daughter was born", f"On {BORN} my daughter was born"),
        ("12.3.1980 (date of birth)", f"{BORN} (date of birth)"),
        ("12 March 1980 – DOB", f"{BORN} – DOB"),
        ("12 March 1980, born in May", f"{BORN}, born in May"),
        ("1980-03-12 was when she was born", f"{BORN} was when she was born"),
        ("12 March 1980. That's my birthday", f"{BORN}. That's my birthday"),
        ("19800312 is my date of birth", f"{BORN} is my date of birth"),
        ("five, seven, eighty-one is my date of birth", f"{BORN} is my date of birth"),
        ("the second of March is my birthday", f"the {BORN} is my birthday"),
        ("1980年3月12日是我的生日", f"{BORN}是我的生日"),
        ("On 3 April I am booked in for a scan", "In April I am booked in for a scan"),
        ("4 May is her due date", "May is her due date"),
    ],
)
def test_both_orders(text: str, redacted: str) -> None:
    assert redact(text, find_personal_data(text)) == redacted


def test_a_sentence_of_its_own_says_nothing_of_the_date_before() -> None:
    text = "I fell on 12 March 2024. My birthday is in May."
    assert redact(text, find_personal_data(text)) == "I fell in March 2024. My birthday is in May."


@pytest.mark.parametrize(
    "text",
    [
        "Since 3 March I have had a numb patch.",
        "Boot off on 3 May, driving when?",
        "From 3 March, before the baby was born, I felt sick",
    ],
)
def test_a_day_that_tells_of_nobody(text: str) -> None:
    assert find_personal_data(text) == []

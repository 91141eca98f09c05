"""Parts joined by "+" match in any order when they stand near each other and none of them is denied."""

import pytest

from consult.common.phrases import PatternError, parse_phrase
from consult.safety.matcher import Matcher, RuleText


def found(phrase: str, text: str) -> list[str]:
    """The parts of the text that are marked."""
    return [text[hit.start : hit.end] for hit in Matcher([RuleText(1, phrase)]).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A rash and a stiff neck", ["rash and a stiff neck"]),
        ("Her neck: stiff neck it is. And a rash!", ["stiff neck it is. And a rash"]),
        ("A rash. It itches. Then a stiff neck", []),
        ("A rash " + "and so on " * 6 + "a stiff neck", []),
        ("A rash but no stiff neck", []),
        ("No rash, but a stiff neck", []),
        ("Only a stiff neck", []),
    ],
)
def test_two_parts(text: str, expected: list[str]) -> None:
    assert found("rash + stiff neck", text) == expected


def test_one_word_cannot_be_two_parts() -> None:
    assert found("numb* + numbness", "numbness") == []
    assert found("numb* + numbness", "numb, a numbness") == ["numb, a numbness"]


def test_three_parts_need_all_three() -> None:
    assert found("head + hit + sick", "He hit his head") == []
    assert found("head + hit + sick", "He was sick after he hit his head") == ["sick after he hit his head"]


@pytest.mark.parametrize("phrase", ["a + b + c + d + e", "rash + ", " + rash", "rash + ... neck"])
def test_malformed(phrase: str) -> None:
    with pytest.raises(PatternError):
        parse_phrase(phrase)

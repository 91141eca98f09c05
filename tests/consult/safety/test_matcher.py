"""Phrases are found in any inflection, with gaps, choices, numbers and small typing errors, where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.safety.matcher import Hit, Matcher, RuleText


def found(phrases: str, text: str, exceptions: str = "") -> list[str]:
    """The parts of the text that one rule marks."""
    return [text[hit.start : hit.end] for hit in Matcher([RuleText(1, phrases, exceptions)]).find(text)]


def test_hit_names_rule_phrase_and_place() -> None:
    hits = Matcher([RuleText(7, "blue lips\nchest pain")]).find("Since noon: chest  pains.")

    assert hits == [Hit(7, "chest pain", 12, 24)]


@pytest.mark.parametrize(
    ("phrases", "text", "expected"),
    [
        ("chest pain", "CHEST PAINS!!", ["CHEST PAINS"]),
        ("bleed", "It bleeds, it was bleeding.", ["bleeds", "bleeding"]),
        ("suicid*", "suicidal and suicide", ["suicidal", "suicide"]),
        (
            "pain ... chest",
            "a pain that sits deep in the left chest",
            ["pain that sits deep in the left chest"],
        ),
        ("pain ... chest", "pain that really sits very deep down inside near my chest", []),
        ("pain ... chest", "I have pain. My chest is fine", []),
        ("pain ... chest", "pain... in my chest", ["pain... in my chest"]),
        ("pain chest", "pain, chest", ["pain, chest"]),
        ("pain in chest", "pain in my chest", ["pain in my chest"]),
        (
            "cannot/hardly breathe",
            "I can’t breathe, I can hardly breathe",
            ["can’t breathe", "hardly breathe"],
        ),
        ("cannot breathe", "i cant breath", ["cant breath"]),
        ('"fit"', "a fit, fitted, fits", ["fit"]),
        ("1-12 weeks old", "6-week-old; twelve weeks old; 13 weeks old", ["6-week-old", "twelve weeks old"]),
        ("naïve café", "NAIVE cafe", ["NAIVE cafe"]),
        ("胸痛", "我胸痛三天", ["胸痛"]),
        ("# a note\n\nnumb", "numb", ["numb"]),
    ],
)
def test_pattern_language(phrases: str, text: str, expected: list[str]) -> None:
    assert found(phrases, text) == expected


@pytest.mark.parametrize(
    "typed", ["unconcious", "unconsious", "uncosncious", "unconsciouss", "unconscioux", "Unconscious"]
)
def test_one_slip_of_the_fingers_is_forgiven(typed: str) -> None:
    assert found("unconscious", f"He is {typed} now") == [typed]


@pytest.mark.parametrize(
    ("phrase", "other"),
    [("chest", "cheat"), ("tired", "tried"), ("sight", "slight"), ("stroke", "strike"), ("heart", "hear")],
)
def test_another_real_word_is_not_a_slip(phrase: str, other: str) -> None:
    assert found(phrase, f"The {other} of it") == []


def test_exception_cancels_what_it_overlaps_and_nothing_else() -> None:
    phrases, exceptions = "cannot breathe", "breathe ... nose"

    assert found(phrases, "I cannot breathe through my blocked nose", exceptions) == []
    assert found(phrases, "I cannot breathe. My nose is red", exceptions) == ["cannot breathe"]


def test_of_one_rule_the_longer_match_stands() -> None:
    assert found("pain\nchest pain", "chest pain") == ["chest pain"]


def test_rules_that_overlap_are_both_reported() -> None:
    hits = Matcher([RuleText(1, "chest pain"), RuleText(2, "pain")]).find("chest pain")

    assert [(hit.key, hit.start) for hit in hits] == [(1, 0), (2, 6)]


_BUSY = Matcher(
    [
        RuleText(
            1,
            "pain ... chest ... arm\ncannot breathe\nsuicid*\n1-9 pills\npain + no pills",
            "breathe ... nose",
        )
    ]
)
_PIECES = st.sampled_from(
    ["pain", "chest", "no", "or", ",", ".", "can't", "breathe", "nose", "\n", "suicide", "3", "pills"]
)


@given(st.text() | st.lists(_PIECES).map(" ".join))
def test_any_text_is_read_without_error_and_hits_lie_inside_it(text: str) -> None:
    hits = _BUSY.find(text)

    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert hits == sorted(hits, key=lambda hit: hit.start)


def test_work_grows_with_the_length_of_the_text_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from consult.safety import matcher

    def places_tried(repeats: int) -> int:
        count = 0
        step = matcher._next_places

        def counted(*args):
            nonlocal count
            for place in step(*args):
                count += 1
                yield place

        monkeypatch.setattr(matcher, "_next_places", counted)
        Matcher([RuleText(1, "pain ... pain ... pain ... chest")]).find("pain a the " * repeats)
        monkeypatch.undo()
        return count

    assert places_tried(400) <= 11 * places_tried(40)


def test_what_is_remembered_of_words_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.safety.vocabulary._MEMO", 3)

    assert found("hedgehog", "one two three four hedgehogs five hedgehog") == ["hedgehogs", "hedgehog"]

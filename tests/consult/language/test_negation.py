"""What is denied or long past does not fire; whatever might still be so does."""

from datetime import date

import pytest

from consult.safety.matcher import Matcher, RuleText

MATCHER = Matcher(
    [RuleText(1, 'chest pain\npain ... chest\n"stroke"\nwant to die\nkill myself\nsuicid*\n胸痛')]
)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "I have no chest pain.",
        "No chest pain or cough",
        "I have no fever, cough or chest pain.",
        "no fever, chest pain, cough or rash",
        "He denies any chest pain",
        "It came without chest pain",
        "I have never had chest pain",
        "I don't have chest pain",
        "not having any severe chest pain",
        "I am not suffering from chest pain",
        "I no longer have chest pain",
        "neither fever nor chest pain",
        "Chest pain: no",
        "Chest pain? No.",
        "chest pain - none, cough - yes",
        "Chest pain was ruled out",
        "The scan ruled out a stroke",
        "tests were negative for a stroke",
        "my chest has no pain",
        "I don't want to die",
        "I am not suicidal",
        "沒有胸痛",
    ],
)
def test_denied(text: str) -> None:
    assert MATCHER.find(text, TODAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "not only chest pain",
        "no relief from the chest pain",
        "nothing helps my chest pain",
        "my chest pain is not going away",
        "not without chest pain",
        "I don't know why I have chest pain",
        "No fever, chest pain since morning",
        "no fever or cough, chest pain since this morning",
        "no fever and chest pain",
        "No fever, chest pain for two days or more",
        "no fever but chest pain",
        "I could not walk or sit with chest pain",
        "Fever: no\nChest pain: yes",
        "No\nchest pain",
        "chest pain, no fever",
        "no longer able to cope with the chest pain",
        "I never wanted to kill myself until now",
        "I never had such chest pain",
        "I have never had chest pain like this",
        "No doubt it is chest pain",
    ],
)
def test_not_denied(text: str) -> None:
    assert len(MATCHER.find(text, TODAY)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "I had a stroke ten years ago",
        "Chest pain went away years ago",
        "I had a stroke in 2015",
        "I had chest pain as a child",
    ],
)
def test_long_past(text: str) -> None:
    assert MATCHER.find(text, TODAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "Chest pain went away years ago but is back",
        "I had chest pain years ago. It is back now",
        "I have had chest pain since ten years ago",
        "My chest pain started years ago",
        "I had a stroke last week",
        "I had a stroke in 2026",
    ],
)
def test_not_past_enough(text: str) -> None:
    assert len(MATCHER.find(text, TODAY)) == 1


def test_a_rule_can_ask_for_denied_and_past_mentions_too() -> None:
    strict = Matcher([RuleText(1, "overdose", skip_denied=False, skip_past=False)])

    assert len(strict.find("No overdose. I took an overdose ten years ago.")) == 2

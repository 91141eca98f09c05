"""The rules shipped recognise what patients write for each red flag, and leave everyday sentences alone."""

import pytest

from consult.safety.default_rules import default_rules
from consult.safety.matcher import Matcher, RuleText

RULES = default_rules()
MATCHER = Matcher(
    RuleText(number, rule["phrases"], rule["exceptions"], skip_past=rule["kind"] != "self_harm")
    for number, rule in enumerate(RULES)
)


def names(text: str) -> set[str]:
    """The names of the rules that fire."""
    return {RULES[hit.key]["name"] for hit in MATCHER.find(text)}


@pytest.mark.parametrize(
    ("rule", "sentences"),
    [
        (
            "Unconscious",
            ["My husband collapsed and is unconcious", "she won't wake up", "I passed out twice today"],
        ),
        ("Sudden confusion", ["My gran is suddenly very confused", "Dad does not know where he is"]),
        (
            "Chest pain",
            [
                "Chest pain since noon",
                "a crushing pain in the middle of my chest",
                "my chest feels really tight",
            ],
        ),
        (
            "Trouble breathing",
            ["I cant breath", "he is gasping for air", "very short of breath", "his lips are blue"],
        ),
        (
            "Signs of a stroke",
            [
                "my lip droops a bit",
                "I could not see in the left eye for a minute",
                "The left side of his face is drooping",
                "her speech is slurred",
                "My mother had a stroke an hour ago",
                "I can't lift my right arm",
            ],
        ),
        (
            "Fit that does not stop",
            ["She is having a fit", "a siezure that goes on and on", "he keeps convulsing"],
        ),
        (
            "Heavy bleeding",
            ["The cut is bleeding heavily", "the bleeding won't stop", "I vomited blood this morning"],
        ),
        (
            "Severe allergic reaction",
            ["My throat is closing up", "anaphilactic shock", "lips swollen, hard to breathe"],
        ),
        ("Severe burn", ["A bad burn on her arm", "a severe burn", "my toddler was scalded by tea"]),
        ("Serious head injury", ["He hit his head and keeps vomiting", "she was knocked out at football"]),
        ("Major injury", ["I was hit by a car", "my brother fell off a ladder, fell from the roof really"]),
        ("Sudden numbness", ["My arm went numb suddenly", "numb between my legs", "my whole leg is numb"]),
        ("Poisoning or overdose", ["I took 30 paracetamol", "my son drank bleach", "I have overdosed"]),
        (
            "Emergency in pregnancy",
            [
                "I am pregnant and bleeding",
                "the baby has stopped moving",
                "20 weeks pregnant, blurry vision, pregnancy with a severe headache",
            ],
        ),
        ("Signs of meningitis", ["a rash that doesn't fade when pressed", "high fever and a stiff neck"]),
        ("Young baby with a fever", ["My 6-week-old has a fever", "newborn with a high temperature"]),
        (
            "Thoughts of suicide or self-harm",
            [
                "I want to kill myself",
                "I have sucidal thoughts",
                "I don't want to live any more",
                "I keep cutting myself",
                "they would be better off without me",
                "there is no point in living",
            ],
        ),
    ],
)
def test_fires(rule: str, sentences: list[str]) -> None:
    assert [sentence for sentence in sentences if rule not in names(sentence)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "I have no chest pain and no trouble breathing.",
        "A chest x-ray was normal.",
        "I cannot breathe through my nose when I have a cold.",
        "These new shoes fit well and I keep fit.",
        "I had food poisoning last week.",
        "There is a family history of stroke.",
        "My father died of a heart attack.",
        "My six year old cut himself on a tin.",
        "I burned myself on the oven yesterday.",
        "My 5 month old baby has a fever.",
        "I am tired and tried to sleep.",
        "My periods come with heavy bleeding during each period.",
        "My left cheek goes numb when it is cold outside.",
        "A burning sensation in my foot.",
    ],
)
def test_stays_silent(sentence: str) -> None:
    assert names(sentence) == set()


def test_every_rule_names_its_published_source() -> None:
    assert all(
        rule["source_publisher"] and rule["source_url"].startswith("https://") for rule in default_rules()
    )


def test_names_are_unique_and_one_rule_is_about_self_harm() -> None:
    assert len({rule["name"] for rule in default_rules()}) == len(default_rules())
    assert [rule["kind"] for rule in default_rules()].count("self_harm") == 1

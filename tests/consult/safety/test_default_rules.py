"""The rules shipped recognise what patients write for each red flag, and leave everyday sentences alone."""

import pytest

from consult.models.safety import Danger, RedFlagKind
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
            "Signs of a heart attack",
            ["presure in brest and left arm is hevy", "dad is grey and clammy, clutching his chest"],
        ),
        (
            "Signs of sepsis",
            [
                "a wound infection and now he is confused",
                "high fever, shivering uncontrollably, skin mottled",
            ],
        ),
        (
            "Seriously ill baby or child",
            ["my baby is grunting", "the baby went limp", "her son's ribs suck in when he is breathing"],
        ),
        (
            "Sudden pain in a testicle",
            ["my left testicle hurts suddenly", "his balls are in agony since two hours, vomiting"],
        ),
        (
            "Pressed nerves at the end of the spine",
            ["back pain and numb around my bottom", "sciatica and I cannot pee", "I can't feel when I wipe"],
        ),
        (
            "Bleeding from the stomach or bowel",
            ["he keeps vomiting blood", "the toilet was full of blood and I feel faint"],
        ),
        (
            "Sudden severe pain in the belly",
            ["sudden unbearable stomach pain since this morning", "my tummy is rigid and hurts to touch"],
        ),
        (
            "Signs of a blood clot in the lung",
            ["coughing blood and out of breath", "my calf is swollen and now I am breathless"],
        ),
        (
            "Blood sugar far too high or too low",
            ["sugar is 28 and he is vomiting", "five times my insulin", "diabetic and drowsy"],
        ),
        (
            "Poison, or a chemical in the eye",
            ["bleach splashed in my eye", "my toddler swallowed a battery", "bitten by a snake"],
        ),
        ("Wrong dose of a medicine", ["too many paracetamol", "gave my baby double the dose"]),
        (
            "Sudden loss of sight",
            ["a dark curtain coming down over my eye", "woke up blind in one eye"],
        ),
        (
            "Sudden drooping eyelid or double vision",
            ["my eyelid suddenly droops and I have a headache", "suddenly seeing double"],
        ),
        ("Self-harm", ["i cut my arms", "my daughter is cutting herself", "I hide the scars on my arms"]),
        (
            "Violence or control at home",
            ["my husband hits me", "he strangled me last night", "I am scared of my boyfriend"],
        ),
        (
            "A child who is being hurt",
            ["my stepdad beats us", "his father hits him", "uncle touches my private parts"],
        ),
        (
            "An older or dependent person who is being hurt",
            ["the carer slapped my mother", "my grandson hits me and takes my pension"],
        ),
        ("Signs of a clot in the leg", ["left calf swollen, red and warm"]),
        ("New flashes or floaters", ["suddenly hundreds of floaters"]),
        (
            "Baby or child who drinks too little",
            ["no wet nappy since morning", "my baby refuses the bottle all day"],
        ),
        ("Vomiting or drying out", ["I can't keep any water down", "has not peed for 14 hours"]),
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
        "My mother hit her head on a shelf last week.",
        "The balls of my feet hurt suddenly when I run.",
        "My baby has blue eyes and a cold.",
        "He takes iron tablets and his stools are dark.",
        "I cut my leg shaving.",
        "My calf is sore after the gym.",
    ],
)
def test_stays_silent(sentence: str) -> None:
    assert names(sentence) == set()


def test_every_rule_names_its_published_source() -> None:
    assert all(
        rule["source_publisher"] and rule["source_url"].startswith("https://") for rule in default_rules()
    )


def test_names_are_unique_and_every_danger_has_a_rule() -> None:
    assert len({rule["name"] for rule in default_rules()}) == len(default_rules())
    assert {rule["danger"] for rule in default_rules() if "danger" in rule} == set(Danger.values)


def test_every_kind_of_help_has_rules() -> None:
    assert {rule["kind"] for rule in default_rules()} == set(RedFlagKind.values)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("我想死", "self_harm"),
        ("我不想活了", "self_harm"),
        ("他說要自殺", "self_harm"),
        ("我想自杀", "self_harm"),
        ("昨天割腕", "self_harm"),
        ("我胸口痛", "emergency"),
        ("我胸口很痛", "emergency"),
        ("突然胸悶", "emergency"),
        ("胸闷得厉害", "emergency"),
        ("爸爸喘不過氣", "emergency"),
        ("她呼吸困難", "emergency"),
        ("呼吸困难", "emergency"),
        ("媽媽好像中風", "emergency"),
        ("她嘴歪", "emergency"),
        ("爺爺半身無力", "emergency"),
        ("他昏倒了", "emergency"),
        ("叫不醒", "emergency"),
        ("大量出血", "emergency"),
        ("阿公吐血", "emergency"),
        ("她吞藥", "emergency"),
        ("我被家暴", "safeguarding"),
        ("先生打我", "safeguarding"),
    ],
)
def test_the_commonest_phrases_in_chinese(sentence: str, kind: str) -> None:
    assert {RULES[hit.key]["kind"] for hit in MATCHER.find(sentence)} == {kind}


@pytest.mark.parametrize(
    "sentence", ["我沒有胸痛", "中風險的投資", "我不想死", "請打我電話", "如何預防中風", "想死你了"]
)
def test_calm_sentences_in_chinese(sentence: str) -> None:
    assert MATCHER.find(sentence) == []

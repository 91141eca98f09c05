"""Which rules give way to the classifier, and where: beside it, a rule is heard or not heard for a reason."""

import pytest

from consult.models import RedFlagRule
from consult.safety.classifier import decide
from consult.safety.classifier.model import get_classifier
from consult.safety.default_rules import default_rules, plain_rules
from consult.safety.scan import scan

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CALM = "My grandfather had chest pain in 1990 and lived to be ninety. Which diet is good for the heart?"
STORY = (
    "I have had eczema on both elbows since I was a child and it itches in the winter. The cream that I have "
    "used for two years helps a little. {} My sister uses another one with urea. Is it worth a try?"
)


def verdict(text: str) -> decide.Verdict:
    """What the classifier alone says."""
    classifier = get_classifier()
    assert classifier is not None
    return decide.judge(text, 0, classifier)


def test_a_danger_named_in_full_holds_against_the_classifier() -> None:
    text = "My son has a severe burn"
    assert verdict(text).judgements == []
    assert {flag.rule.name for flag in scan(text) if flag.rule} == {"Severe burn"}


@pytest.mark.parametrize(
    "text", ["{}", "My arm\n\n{}", "{}\n\nWhat is it?", "{}. I am 74. What is it? Can I wait"]
)
def test_no_calm_sentence_beside_it_hides_a_heavy_arm(text: str) -> None:
    found = scan(text.format("presure in brest and left arm is hevy"))
    assert "emergency" in {flag.kind for flag in found}


def test_every_plain_rule_is_one_that_is_shipped() -> None:
    assert plain_rules() <= {rule["name"] for rule in default_rules()}
    assert plain_rules() == {
        "A chemical in the eye",
        "Cannot breathe",
        "Heavy bleeding in pregnancy",
        "Major injury",
        "Many tablets at once",
        "Pressure on the chest and a heavy arm",
        "Severe burn",
        "Signs of a blood clot in the lung",
        "Signs of a clot in the leg",
        "Signs of a heart attack",
        "Sudden loss of sight",
        "Sudden severe pain in the belly",
        "Throat or tongue swelling",
        "Young baby with a fever",
    }


def test_what_a_rule_of_this_site_names_always_fires() -> None:
    assert scan(CALM) == []
    RedFlagRule.objects.filter(name="Chest pain").update(phrases="chest pain", skip_past=False)
    assert [flag.rule.name for flag in scan(CALM) if flag.rule] == ["Chest pain"]


def test_a_calm_story_hides_no_self_harm() -> None:
    assert scan(STORY.format("It costs four pounds.")) == []
    text = STORY.format("I think about suicide.")
    assert verdict(text).judgements == []
    assert "self_harm" in {flag.kind for flag in scan(text)}


@pytest.mark.parametrize("text", ["I have chest pain", "my throat is swelling after eating peanuts"])
def test_the_last_full_stop_tells_nothing(text: str) -> None:
    assert verdict(text).passages[0].whole == verdict(f"{text}.").passages[0].whole


def test_a_calm_context_hides_no_danger() -> None:
    text = (
        "hello i hope you can help me i have a question about my medicine i have been reading about it on the internet "
        "for a while and i wonder which pharmacy is best because the one near my house closes at five and i work "
        "until six every day so i cannot go there and just now i took 40 paracetamol tablets"
    )
    assert "Poisoning or overdose" in {flag.rule.name for flag in scan(text) if flag.rule}


@pytest.mark.parametrize("title", ["Numb cheek in cold weather 7", "Question about my medicine"])
@pytest.mark.parametrize(
    "body", ["I took 40 paracetamol", "she has swallowed 30 of her blood pressure tablets"]
)
def test_a_title_about_something_else_hides_no_overdose(title: str, body: str) -> None:
    assert "Many tablets at once" in {flag.rule.name for flag in scan(f"{title}\n\n{body}") if flag.rule}


@pytest.mark.parametrize(
    "text",
    [
        "I took 20 mg tablets of citalopram for years",
        "I have taken 30 tablets over the last month as the doctor said",
        "my mother has taken 20 capsules of vitamin D in two weeks, one a day",
    ],
)
def test_tablets_of_many_days_are_no_overdose(text: str) -> None:
    assert "Many tablets at once" not in {flag.rule.name for flag in scan(text) if flag.rule}

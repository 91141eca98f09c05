"""The whole scan on texts by somebody who saw neither rules nor training sentences (docs/SAFETY.md).

Never tune to unseen.csv: the validation set is for that, and it is not here.
"""

from pathlib import Path

import pytest
from django.core.management import call_command

from consult.safety.classifier.model import get_classifier, reset_classifier
from consult.safety.evaluation import evaluate
from consult.safety.scan import scan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def classifier():
    call_command("build_encoder", verbosity=0)
    reset_classifier()
    assert get_classifier() is not None


def test_dangers_are_found_and_calm_texts_pass():
    figures = evaluate(Path(__file__).parent / "unseen.csv").figures()
    assert figures["recall"] >= 0.91
    assert figures["false_alarms"] <= 0.05
    assert figures["right_help"] >= 0.89


def test_wordings_that_no_rule_lists_are_found_with_the_fitting_help():
    assert {flag.kind for flag in scan("dad is grey and clammy, clutching his chest")} == {"emergency"}
    assert "self_harm" in {
        flag.kind for flag in scan("i cut my arms again last night and it wont stop bleeding")
    }


def test_a_shipped_rule_gives_way_in_a_calm_text():
    assert (
        scan(
            "My grandfather had chest pain in 1990 and lived to be ninety. Which diet is good for the heart?"
        )
        == []
    )


def test_without_the_classifier_the_rules_stand_alone(settings, tmp_path):
    settings.RED_FLAG_CLASSIFIER_PATH = tmp_path / "nowhere"
    reset_classifier()
    assert [flag.rule.name for flag in scan("I have chest pain") if flag.rule] == ["Chest pain"]
    reset_classifier()

"""A danger in one sentence may be calm in its story: what was read of a text is weighed."""

import json

import pytest

from consult.models.safety import Danger
from consult.safety.classifier import decide
from consult.safety.classifier.model import Reading, get_classifier
from consult.safety.classifier.passages import WINDOW, Passages, read
from consult.safety.classifier.weigh import STOP_AT, WEIGHTS, features, weigh
from consult.safety.scan import scan

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CALM = (
    "I have had eczema on both elbows since I was a child and it itches in the winter. The cream that I have used for "
    "two years helps a little. It costs four pounds. My sister uses another one with urea. Is it worth a try? "
)


def reading(now: float) -> Reading:
    """What the heads might have said."""
    return Reading(now, 0.0, now, 0.0, 0.0, dict.fromkeys(Danger.values, 0.0), (0.0,) * 30)


def verdict(text: str) -> decide.Verdict:
    """What the classifier alone says."""
    classifier = get_classifier()
    assert classifier is not None
    return decide.judge(text, 0, classifier)


@pytest.mark.parametrize(
    "text",
    [
        "In 2009 I had crushing chest pain down my arm and two stents. I am well now. Can I fly to Spain?",
        "For my first aid course I have to list the signs of sepsis in a baby. Mottled skin, weak cry. What else?",
        "My aunt died of a stroke when I was six, her face dropped at the table. How do I lower my own risk?",
    ],
)
def test_a_danger_of_long_ago_or_of_a_book_is_calm(text):
    assert scan(text) == []


def test_a_text_of_three_words_is_no_likelier_a_danger():
    assert [scan(text) for text in ("My knee clicks", "itchy ankle", "I have acne")] == [[], [], []]


def test_the_weights_are_those_of_what_is_weighed():
    passages = Passages((0, 1), [(0, 1)], [reading(0.5)], reading(0.5), sentences=1, pieces=30)
    weights = json.loads(WEIGHTS.read_text())
    assert [*features(passages, 2), "constant"] == [*weights]
    told = sum(weights[name] * value for name, value in features(passages, 2).items()) + weights["constant"]
    assert weigh(passages, 2) == pytest.approx(told)


def test_a_sure_sentence_is_a_danger_whatever_stands_around_it():
    text = "Dad is grey and clammy and clutching his chest right now. " + CALM
    first, *_ = verdict(text).judgements
    assert (first.kind, text[first.start : first.end]) == (
        "emergency",
        text.partition(" My")[0].split(" I have")[0],
    )
    assert all(weigh(each, 0) < STOP_AT for each in verdict(CALM).passages)


def test_of_a_long_text_what_stands_around_the_likeliest_is_judged():
    classifier = get_classifier()
    assert classifier is not None
    text = CALM * 12 + "Just now I took all my tablets. " + CALM * 12
    windows = read(text, classifier)
    assert [each.pieces <= WINDOW for each in windows] == [True] * len(windows)
    spans = [(each.places[0][0], each.places[-1][1]) for each in windows]
    assert spans[0][0] <= text.index("Just now") < spans[0][1]
    assert len(set(spans)) == len(windows) > 1


def test_a_text_without_a_word_is_calm():
    assert verdict(" \n ") == decide.Verdict([], [])
    assert verdict(" \n ").is_plainly_calm()
    assert (verdict(" \n ").is_calm_at(0, 1), verdict(" \n ").is_surely_calm_at(0, 1)) == (False, False)


def test_who_only_thinks_of_it_is_shown_the_helpline_alone():
    assert {flag.kind for flag in scan("I want to kill myself.")} == {"self_harm"}
    assert {flag.kind for flag in scan("I want to kill myself and took forty tablets an hour ago")} == {
        "self_harm",
        "emergency",
    }

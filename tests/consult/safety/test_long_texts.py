"""A danger in a very long text is found wherever it stands; the work has a bound."""

import pytest

from consult.safety.classifier import decide, passages
from consult.safety.classifier.model import get_classifier
from consult.safety.scan import MOST_PLACES, scan

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CALM = (
    "My mother is 71 and has had a cough since March. Her doctor gave her amoxicillin for a week and it did not help. "
    "She likes gardening and sees her friends on Tuesdays. The blood test of last month was normal. "
)
DANGER = "Dad is grey and clammy and clutching his chest right now. "


@pytest.mark.parametrize("before", [0, 30, 90])
def test_a_danger_is_found_at_the_start_in_the_middle_and_at_the_end(before):
    text = CALM * before + DANGER + CALM * (90 - before)
    classifier = get_classifier()
    assert classifier is not None
    first, *_ = decide.judge(text, 0, classifier).judgements
    assert DANGER.strip() in text[first.start : first.end]


LOUD = "My chest hurts since last year and the heart doctor found nothing in three tests. "


@pytest.mark.parametrize(("before", "after"), [(20, 20), (0, 40), (40, 0)])
def test_words_about_suicide_are_read_wherever_they_stand(before, after):
    text = LOUD * 4 + CALM * before + "I think about suicide. " + CALM * after + LOUD * 4
    [flag] = [flag for flag in scan(text) if flag.is_self_harm]
    assert text[flag.start : flag.end] in ("suicide", "think about suicide", "I think about suicide.")


def test_a_rule_holds_where_nothing_around_its_words_was_read():
    sentence = "My grandfather had chest pain in the summer of 1990, and lived to be ninety. "
    assert scan(CALM + sentence + CALM) == []
    many = (CALM + sentence) * 30
    assert {flag.danger for flag in scan(many)} == {"heart"}


def test_of_a_very_long_text_only_the_likeliest_dangers_are_read():
    classifier = get_classifier()
    text = CALM * 60 + DANGER + CALM * 60
    places = passages.sentences(text)
    ids = classifier.pieces([text[start:end] for start, end in places])

    chosen = classifier.likeliest(ids, passages.BUDGET, passages.CHOSEN)

    assert sum(len(ids[at]) for at in chosen) <= passages.CHOSEN < passages.BUDGET < sum(map(len, ids))
    assert DANGER.strip() in [text[slice(*places[at])] for at in chosen]
    assert chosen == sorted(chosen)


def test_a_short_text_is_read_whole():
    classifier = get_classifier()
    ids = classifier.pieces(["One sentence.", "And another."])
    assert classifier.likeliest(ids, passages.BUDGET, passages.CHOSEN) == [0, 1]


def test_a_rule_tells_so_many_places_and_no_more(settings):
    settings.RED_FLAG_CLASSIFIER = False
    flags = scan("I have chest pain. " * (2 * MOST_PLACES))
    assert (
        max(sum(flag.rule == rule for flag in flags) for rule in {flag.rule for flag in flags}) == MOST_PLACES
    )

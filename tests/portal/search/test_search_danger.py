"""A search for the name of an illness gets a quiet line; a sentence about somebody gets the card."""

import pytest

from portal.search.danger import danger_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    "typed",
    [
        "heart attack",
        "lower my risk of sepsis",
        "how can I lower my risk of a heart attack",
        "chest pain",
        "heart attack or stroke symptoms",
        "anaphylaxis treatment",
        "what causes a seizure",
        "suicide prevention",
        "domestic violence",
        "胸口痛",
        "如何降低中風的原因",
    ],
)
def test_the_name_of_an_illness_shows_no_card(typed):
    danger = danger_in(typed)
    assert (danger.cards, bool(danger.quiet)) == ((), True)


@pytest.mark.parametrize(
    "typed",
    [
        "I have chest pain",
        "my dad has slurred speech",
        "am I having a heart attack",
        "crushing chest pain and short of breath",
        "cannot breathe",
        "baby not breathing",
        "chest pain now",
        "I want to kill myself",
        "suicidal",
        "my husband hits me",
        "我胸口痛",
        "爸爸叫不醒",
    ],
)
def test_a_sentence_about_somebody_shows_the_card(typed):
    danger = danger_in(typed)
    assert (bool(danger.cards), danger.quiet) == (True, ())


def test_what_is_no_danger_shows_nothing():
    danger = danger_in("numb cheek")
    assert (danger.cards, danger.quiet, danger.hides_results) == ((), (), False)


def test_the_quiet_line_says_whom_to_call_and_the_results_stay(stranger, asked):
    asked("Life after a heart attack")
    page = stranger.get("/search/", {"q": "heart attack"}).content.decode()
    assert 'If it is happening now: <a class="call" href="tel:999">call 999</a>' in page
    assert "care-card" not in page
    assert "Life after a" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("left calf swollen red", "call NHS 111</a> or see a doctor today"),
        ("suicide prevention", "Samaritans, 116 123"),
        ("domestic violence", "If somebody hurts or frightens you, get help"),
    ],
)
def test_each_kind_has_its_quiet_line(stranger, typed, words):
    assert words in stranger.get("/search/", {"q": typed}).content.decode()


@pytest.mark.parametrize("typed", ["I want to kill myself", "my husband hits me"])
def test_under_crisis_help_stands_nothing_else(stranger, asked, typed):
    asked(f"Why does my cheek itch, {typed}")
    response = stranger.get("/search/", {"q": typed})
    assert "results" not in response.context
    assert "Why does my cheek itch" not in response.content.decode()


def test_who_wants_the_results_gets_them_below_the_card(stranger, asked):
    asked("Why does my cheek itch")
    page = stranger.get("/search/", {"q": "I want to kill myself"}).content.decode()
    assert "?q=I+want+to+kill+myself&amp;anyway=1" in page
    response = stranger.get("/search/", {"q": "I want to kill myself", "anyway": "1"})
    assert "results" in response.context
    assert "Talk to somebody now" in response.content.decode()


def test_under_an_ambulance_card_the_results_stay(stranger, asked):
    asked("Chest pain in the cold")
    page = stranger.get("/search/", {"q": "I have chest pain"}).content.decode()
    assert page.index("Call 999 for an ambulance") < page.index("in the cold")

"""The classifier beside the rules: what it marks besides, what it takes back, and what happens without it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings as settings_of_the_site

from consult.privacy.checks import check_classifier
from consult.privacy.classifier import decide, units
from consult.privacy.classifier.model import KINDS, get_classifier, reset_classifier
from consult.privacy.classifier.stretches import BUDGET, LONGEST, stretches
from consult.privacy.evaluation import evaluate
from consult.privacy.findings import Kind, Span
from consult.privacy.personal_data import find_personal_data

pytestmark = pytest.mark.one_database

WRITERS = settings_of_the_site.BASE_DIR / "bench/personal_data/writers"


@pytest.fixture(autouse=True)
def _classifier(settings: Any) -> None:
    """Here it stands beside the rules."""
    settings.PERSONAL_DATA_CLASSIFIER = True


def marked(text: str) -> list[str]:
    """What is marked of a text."""
    return [finding.text for finding in find_personal_data(text)]


def sizes(texts: Any) -> list[int]:
    """A word piece for every four characters."""
    return [len(text) // 4 + 1 for text in texts]


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("I saw Davidson yesterday about my knee.", "Davidson", Kind.NAME),
        ("C. Mbeki-Olsen has asked before", "C. Mbeki-Olsen", Kind.NAME),
        ("so Thandolwethu went home with a fever", "Thandolwethu", Kind.NAME),
        ('it is Agnes "Nessie" Drumgold, she is ninety', 'Agnes "Nessie" Drumgold', Kind.NAME),
        ("Dr Aoife Mac an Bhaird put me to sleep", "Dr Aoife Mac an Bhaird", Kind.NAME),
        ("does spire norwich do cataracts", "spire norwich", Kind.HOSPITAL),
        ("i clean at pritchards bakery and my hands crack", "pritchards bakery", Kind.WORKPLACE),
        ("moved to the poplars last week and he hates it", "the poplars", Kind.WORKPLACE),
        (
            "bitten at Greenacres Caravan Park, plot 47, rash",
            "Greenacres Caravan Park, plot 47",
            Kind.WORKPLACE,
        ),
    ],
)
def test_what_no_rule_knows_is_marked_whole(settings: Any, text: str, part: str, kind: Kind) -> None:
    assert [(finding.text, finding.kind) for finding in find_personal_data(text)] == [(part, kind)]
    settings.PERSONAL_DATA_CLASSIFIER = False
    assert marked(text) != [part]


@pytest.mark.parametrize(
    "text",
    [
        "Humira or Enbrel for my joints?",
        "Is my Beighton score of 7 bad?",
        "I'm a plumber and my knees are gone",
        "Like Billie Eilish I have tics",
        "my dog Murphy scratched my eyelid",
        "Inverness to London by train with a DVT?",
        "Impression: Bosniak IIF cyst, Hounsfield 18",
        "JFK had Addison's as well",
        "The Samaritans are on 116 123, free.",
        "Childline 0800 1111 helped",
        "120/80 130/85 140/90 in the morning",
        "It says so on https://www.nhs.uk/conditions/gout/ too.",
        "My PHQ-9 answers: 0 1 1 0 2 1 0 0 1",
        "Joe Wicks workouts after a section?",
        "Is Nair cream safe on my face",
    ],
)
def test_what_only_looks_like_somebody_is_left_alone(text: str) -> None:
    assert marked(text) == []


def test_a_set_that_it_was_trained_on() -> None:
    score = evaluate(WRITERS / "nine_b.csv")

    assert (score.personal, score.clean) == (100, 100)
    assert score.whole >= 92
    assert score.falsely_marked <= 1


def test_without_its_files_the_rules_stand_alone(settings: Any, tmp_path: Path) -> None:
    settings.PERSONAL_DATA_CLASSIFIER_PATH = tmp_path / "nowhere"
    reset_classifier()
    assert [message.id for message in check_classifier()] == ["consult.W003"]
    assert marked("Regards, Anna Kowalska") == ["Anna Kowalska"]
    reset_classifier()


def test_it_can_be_turned_off(settings: Any) -> None:
    assert get_classifier() is not None
    assert check_classifier() == []
    settings.PERSONAL_DATA_CLASSIFIER = False
    assert get_classifier() is None
    assert check_classifier() == []


def test_the_shares_of_a_word_are_one() -> None:
    classifier = get_classifier()
    assert classifier is not None
    ((words, shares), (none, nothing)) = classifier.judge(["ask Anna, 4", "..."])
    assert [word.text for word in words] == ["ask", "Anna", "4"]
    assert np.allclose(shares.sum(axis=1), 1)
    assert shares.shape == (3, len(KINDS))
    assert (none, nothing.shape) == ([], (0, len(KINDS)))


def test_of_a_text_that_is_too_long_the_rest_is_not_judged() -> None:
    classifier = get_classifier()
    assert classifier is not None
    ((words, shares),) = classifier.judge(["a rash " * 500])
    assert 0 < len(words) == len(shares) < 1_000


def test_a_short_text_is_read_whole() -> None:
    text = "My son has a rash. Anna saw it.\nIs it measles?"
    assert stretches(text, sizes) == [(0, len(text))]


@pytest.mark.parametrize(
    "text",
    ["My son has a rash. " * 1_100, "a" * 20_000, "Aa " * 6_700, ". " * 10_000, "\n" * 20_000],
    ids=["prose", "letters", "capitals", "full stops", "line ends"],
)
def test_of_a_long_text_a_bounded_part_is_read(text: str) -> None:
    places = stretches(text, sizes)
    assert sum(sizes(text[start:end] for start, end in places)) <= BUDGET + len(places)
    assert all(size <= LONGEST + 1 for size in sizes(text[start:end] for start, end in places))


def test_of_a_long_text_the_sentences_that_can_hold_somebody_are_read() -> None:
    calm = "My son has a rash on his back and it will not go away. "
    text = calm * 100 + "Ask Bronwyddyn Llewelyn-Hughes. " + calm * 100
    (place,) = [place for place in stretches(text, sizes) if "Bronwyddyn" in text[slice(*place)]]
    assert "Llewelyn-Hughes" in text[slice(*place)]


def test_words_that_stand_together_are_one_mark() -> None:
    text = "at Old Mill, Nether Poppleton\nand"
    words = [
        decide.Judged(start, start + len(word), share, Kind.PLACE)
        for word, share in (
            ("at", 0.0),
            ("Old", 0.4),
            ("Mill", 0.5),
            ("Nether", 0.99),
            ("Poppleton", 0.9),
            ("and", 0.5),
        )
        for start in [text.index(word)]
    ]
    assert list(decide.besides(text, words)) == [Span(Kind.PLACE, 3, 29)]


@pytest.mark.parametrize(
    ("kind", "text", "exactly"),
    [
        (Kind.WORKPLACE, "Holy Trinity Primary School", Kind.SCHOOL),
        (Kind.WORKPLACE, "Ward 7B", Kind.HOSPITAL),
        (Kind.WORKPLACE, "Cargill Meats", Kind.WORKPLACE),
        (Kind.PLACE, "12 Beck Side", Kind.ADDRESS),
        (Kind.PLACE, "Skerne", Kind.PLACE),
    ],
)
def test_a_house_and_a_place_are_told_exactly(kind: Kind, text: str, exactly: Kind) -> None:
    (span,) = decide.besides(text, [decide.Judged(0, len(text), 0.99, kind)])
    assert span.kind == exactly


def test_a_mark_of_the_rules_goes_where_every_word_is_nobodys() -> None:
    spans = [
        Span(Kind.NAME, 0, 9),
        Span(Kind.NAME, 10, 14),
        Span(Kind.EMAIL, 20, 30),
        Span(Kind.NAME, 40, 44),
    ]
    words = [
        decide.Judged(0, 4, 0.0, Kind.NAME),
        decide.Judged(5, 9, 0.4, Kind.NAME),
        decide.Judged(10, 14, 0.0, Kind.NAME),
        decide.Judged(20, 30, 0.0, Kind.NAME),
    ]
    assert list(decide.believed(spans, words)) == [spans[0], spans[2], spans[3]]


def test_what_is_known_of_a_word() -> None:
    text = "Ask ANNA B. about 12mg"
    words = units.cut(text)
    known = units.features(text, words)
    assert known.shape == (5, units.OF_A_UNIT)
    assert known[:, :3].tolist() == [[1, 0, 0], [1, 1, 0], [1, 0, 1], [0, 0, 0], [0, 0, 0]]
    assert units.with_neighbours(known).shape == (5, units.WIDTH)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Kind.NAME, Kind.PLACE),
        (Kind.PLACE, Kind.NAME),
        (Kind.WORKPLACE, Kind.NAME),
        (Kind.NAME, Kind.WORKPLACE),
    ],
)
def test_of_two_kinds_as_likely_the_first_stands(first: Kind, second: Kind) -> None:
    words = [decide.Judged(0, 5, 0.99, first), decide.Judged(6, 12, 0.99, second)]
    assert [span.kind for span in decide.besides("Cedar Wilmot", words)] == [first]


def test_a_sentence_said_again_is_judged_as_before() -> None:
    classifier = get_classifier()
    assert classifier is not None
    alone, again = "Tom Bligh of Cowbridge.", "She has a cough."
    judged = classifier.judge([alone, again, alone])
    assert [cut for cut, _shares in judged] == [units.cut(text) for text in (alone, again, alone)]
    assert np.array_equal(judged[0][1], judged[2][1])

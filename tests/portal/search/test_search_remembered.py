"""A search that is asked again asks no model again: its next page, its filters, somebody else with the same words."""

import pytest

from conditions.related.encoder.encoder import reset_encoder
from conditions.related.ranking import query
from consult.safety.classifier.model import reset_classifier
from portal.search import danger

TEXT = "My mother cannot move her left arm. What is it?"
OTHER = "My father cannot move his left arm. What is it?"
REMEMBERED = (query._vector, danger._judged)


@pytest.fixture
def read(asked):
    """A function that tells how often the encoder and the classifier were asked."""
    asked("My mother cannot move her left arm")
    for each in REMEMBERED:
        each.cache_clear()
    return lambda: [each.cache_info().misses for each in REMEMBERED]


def test_the_same_words_are_read_once(read, stranger, patient) -> None:
    first = stranger.get("/search/", {"q": TEXT}).content
    assert read() == [1, 1]
    assert stranger.get("/search/", {"q": TEXT}).content == first
    for more in ({"group": "questions"}, {"year": 2026}, {"exact": 1}):
        assert stranger.get("/search/", {"q": TEXT, **more}).status_code == 200
    patient.get("/search/", {"q": TEXT})
    assert read() == [1, 1]
    stranger.get("/search/", {"q": OTHER})
    assert read() == [2, 2]


def test_another_model_reads_anew(read, stranger) -> None:
    stranger.get("/search/", {"q": TEXT})
    reset_encoder()
    reset_classifier()
    stranger.get("/search/", {"q": TEXT})
    assert read() == [2, 2]


def test_few_are_remembered() -> None:
    assert [each.cache_info().maxsize for each in REMEMBERED] == [256, 256]

"""Spelling, empty results and red flags: the page always says what to do next."""

import shutil
from dataclasses import replace

import pytest

from conditions.related.calibration import MEASURED
from conditions.related.encoder.encoder import reset_encoder
from portal.search import help as help_page
from tests.factories import TopicFactory


def test_a_misspelt_word_is_corrected_and_can_be_kept(stranger, asked):
    asked("Migraine with zigzag lights").topics.add(TopicFactory(name="Migraine"))
    html = stranger.get("/search/", {"q": "migrane"}).content.decode()
    assert "Showing results for <strong>migraine</strong>" in html
    assert "<mark>Migraine</mark> with zigzag lights" in html
    assert '<a href="?q=migrane&amp;exact=1" rel="nofollow">Search for migrane instead</a>' in html


def test_the_words_as_typed_are_searched_when_asked_for(stranger, asked):
    asked("Migraine with zigzag lights").topics.add(TopicFactory(name="Migraine"))
    results = stranger.get("/search/", {"q": "migrane", "exact": "1"}).context["results"]
    assert results.query.text == "migrane"
    assert results.correction is None


def test_a_rare_word_that_looks_like_a_slip_is_doubted(stranger, asked):
    for number in range(3):
        asked(f"Migraine {number}").topics.add(TopicFactory(name=f"Migraine {number}"))
    asked("My migrane")
    html = stranger.get("/search/", {"q": "migrane"}).content.decode()
    assert 'Did you mean <a href="?q=migraine" rel="nofollow"><strong>migraine</strong></a>?' in html


def test_nothing_found_says_what_to_do(stranger, asked, monkeypatch):
    any_score = replace(MEASURED, search=replace(MEASURED.search, least_help=-1))
    # Whatever the model makes of words that are none.
    monkeypatch.setattr(help_page, "calibration_in_use", lambda: any_score)
    question = asked("Grapefruit and tablets", "I take a statin. May I eat it?")
    question.topics.add(TopicFactory(specialty=question.specialty, name="Medicines and food"))
    response = stranger.get("/search/", {"q": "qwxzv lorem"})
    html = response.content.decode()
    assert response.context["results"].total == 0
    assert "Nothing found for “qwxzv lorem”" in html
    assert '<a href="/ask/?title=qwxzv+lorem">Ask a doctor this question</a>' in html
    assert "Medicines and food" in html
    assert '<a class="chip" href="/specialties/neurology/">Neurology</a>' in html


def test_nothing_to_search_for_says_so(stranger, db):
    assert "There are no words or numbers in what you typed" in stranger.get("/search/?q=🤒").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("crushing chest pain and short of breath", "What you wrote may be an emergency"),
        ("I want to kill myself", "Talk to somebody now"),
    ],
)
def test_red_flags_are_answered_with_help_first(stranger, asked, typed, words):
    html = stranger.get("/search/", {"q": typed}).content.decode()
    assert words in html
    assert "What you wrote may be" not in stranger.get("/search/", {"q": "numb cheek"}).content.decode()


@pytest.fixture
def no_encoder(settings, tmp_path):
    settings.RELATED_ENCODER = {**settings.RELATED_ENCODER, "path": tmp_path / "none"}
    reset_encoder()
    yield
    reset_encoder()
    shutil.rmtree(tmp_path)


def test_without_the_encoder_words_are_found_and_only_staff_are_told(
    stranger, editor_client, asked, no_encoder
):
    asked("Numb cheek in the cold")
    html = stranger.get("/search/", {"q": "numb"}).content.decode()
    assert "<mark>Numb</mark> cheek in the cold" in html
    assert "by words only" not in html
    assert "search works by words only" in editor_client.get("/search/", {"q": "numb"}).content.decode()


def test_topics_that_have_nothing_to_do_with_the_words_are_not_offered(stranger, asked):
    question = asked("Grapefruit and tablets")
    question.topics.add(TopicFactory(specialty=question.specialty, name="Medicines and food"))
    assert "Medicines and food" not in stranger.get("/search/", {"q": "qwxzv"}).content.decode()

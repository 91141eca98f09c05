"""Whatever a patient types, the engine's core answers with a number or with nothing, never with an error."""

import sqlite3
import unicodedata

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.related.backends import bm25
from conditions.related.calibration import MEASURED
from conditions.related.encoder.encoder import Encoder
from conditions.related.measure.pairs import evaluate, pairs_of
from conditions.related.ranking import late_interaction, scoring
from conditions.related.reasons import explain
from conditions.related.text.prepare import clean, encode_text, index_text, passage_text, terms

assert MEASURED.stages is not None
STAGES = MEASURED.stages
QUIET = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

NASTY = [
    "",
    " \n\t ",
    "x",
    "help",
    "a " * 10_000,
    "😀🤒" * 40,
    "the and of it is was",
    '" OR * NEAR( AND NOT ^a:b {} -',
    "'; DROP TABLE pool; --",
    "\x00\x00null",
    "\ud83d",
    "我左邊的臉很麻" * 50,
    "болит колено",
    "<script>alert(1)</script>",
    "ﬁ ① Ⅷ ½ ²",
    "e\u0301" * 300,
    "बुखार ปวดหัว காய்ச்சல் জ্বর مَرَض כְּאֵב",
    "mig\u200braine\u202e",
]

messages = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=300),
    st.text(alphabet='"*()^:-+ ORNEAT', max_size=60),
    st.lists(st.sampled_from(["pain", "numb", "the", "NEAR(", '"', "😀", "腹痛", "OR"]), max_size=40).map(
        " ".join
    ),
)


@given(messages)
@QUIET
def test_terms_are_safe_tokens(text: str) -> None:
    for term in terms(text):
        assert term
        assert all(c.isalnum() or unicodedata.category(c)[0] == "M" for c in term)


@given(messages)
@QUIET
def test_cleaning_is_bounded_and_keeps_something(text: str) -> None:
    kept = clean(text)
    assert len(kept) <= 4_000
    assert bool(kept) or not any(character.isalnum() for character in text)


@given(messages)
@QUIET
def test_an_index_answers_any_expression(text: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE pool USING fts5(terms, tokenize='{bm25.TOKENIZER}')")
    stored = index_text(text)
    database.execute("INSERT INTO pool(terms) VALUES (?)", [stored])
    expression = bm25.match_expression(stored.split())
    assert bool(expression) is bool(stored)
    if expression:
        assert database.execute("SELECT count(*) FROM pool WHERE pool MATCH ?", [expression]).fetchone() == (
            1,
        )
    database.close()


@given(messages, messages)
@QUIET
def test_reasons_can_always_be_told(one: str, other: str) -> None:
    for reason in explain.reasons(explain.Described(one), explain.Described(other)):
        assert str(reason)
        assert explain.render(reason.as_dict()) == str(reason)


@given(messages, messages)
@QUIET
def test_named_words_stand_in_both_texts(one: str, other: str) -> None:
    for name in explain.shared_terms(one, other):
        for word in name.lower().split():
            assert word in one.lower()
            assert word in other.lower()


@given(st.lists(messages, min_size=1, max_size=4))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_can_be_encoded_and_ranked(encoder: Encoder, texts: list[str]) -> None:
    vectors, sketches = encoder.encode_with_token_sketches([encode_text(text) for text in texts])
    assert vectors.shape == (len(texts), encoder.dim)
    assert np.isfinite(vectors).all()
    aligned = late_interaction.maxsim(sketches[0], sketches, STAGES)
    scores = scoring.second_stage_score(
        vectors @ vectors[0], aligned, np.zeros(len(texts)), weight=0.1, kind="question", stages=STAGES
    )
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_question_is_ranked_among_others(encoder: Encoder, text: str) -> None:
    pairs = pairs_of([(text, "My left cheek is numb", True), (text, "I cannot sleep", False)])
    for shipped in (encoder, None):
        assert set(evaluate(pairs, shipped)) == {"bm25", "encoder", "shipped"}


def test_a_passage_without_text_is_its_name() -> None:
    assert passage_text("Gout") == "Gout"
    assert passage_text("", "") == ""


@given(messages)
@QUIET
def test_only_text_of_a_known_script_is_understood(encoder: Encoder, text: str) -> None:
    if encoder.understands(text):
        assert sum("a" <= character.lower() <= "z" or ord(character) > 0xAA for character in text) >= 2

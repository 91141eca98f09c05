"""Every script has words, and a word is known by its letters, not by how it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.language.tokens import fold, plain, tokens
from consult.language.words import split_words


def texts(text: str) -> list[str]:
    """The words as search knows them."""
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("My knee hurts.", ["my", "knee", "hurts"]),
        ("Bell's palsy, Bell\u2019s", ["bell", "palsy", "bell"]),
        ("vitamin B12 and B₁₂, 38.6", ["vitamin", "b12", "and", "b12", "38", "6"]),
        ("½ and 1½ and 1/2", ["and", "1", "and", "1", "2"]),
        ("snake_case", ["snake", "case"]),
        ("Ménière MÉNIÈRE Me\u0301niere", ["meniere", "meniere", "meniere"]),
        ("migr\u00adaine mig\u200braine head\u2060ache", ["migraine", "migraine", "headache"]),
        ("बुखार", ["बुखार"]),
        ("ปวดหัว", ["ปวดหัว"]),
        ("காய்ச்சல்", ["காய்ச்சல்"]),
        ("জ্বর", ["জ্বর"]),
        ("مَرَض مرض", ["مرض", "مرض"]),
        ("כְּאֵב כאב", ["כאב", "כאב"]),
        ("می\u200cخواهم", ["میخواهم"]),
        ("胸口痛", ["胸口", "口痛"]),
        ("痛", ["痛"]),
        ("X光檢查", ["x", "光檢", "檢查"]),
        ("두통이", ["두통", "통이"]),
        ("がん", ["がん"]),
    ],
)
def test_words_of_search(text: str, words: list[str]) -> None:
    assert texts(text) == words


def test_a_token_knows_how_it_was_written() -> None:
    text = "The mig\u200braine of Bell's son: 胸口痛"

    assert [text[token.start : token.end] for token in tokens(text)] == [
        "The", "mig\u200braine", "of", "Bell's", "son", "胸口", "口痛",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can\u2018t breathe", ["i", "can", "not", "breathe"]),
        ("shouldn't've", ["shouldnt", "have"]),
        ("6mg at 38.6, 38,5", ["6", "mg", "at", "38.6", "38,5"]),
        ("my\u200bself", ["myself"]),
        ("胸痛3天", ["胸", "痛", "3", "天"]),
        ("बुखार है", ["बुखार", "है"]),
        ("É ½ ''", ["e"]),
    ],
)
def test_words_of_the_scanner(text: str, words: list[str]) -> None:
    assert [word.text for word in split_words(text)] == words


def test_words_know_their_sentence_and_their_place() -> None:
    text = "Numb. My\u200b arm hurts... still\n\nNow"

    assert [(word.sentence, text[word.start : word.end]) for word in split_words(text)] == [
        (0, "Numb"), (1, "My"), (1, "arm"), (1, "hurts"), (1, "still"), (2, "Now"),
    ]  # fmt: skip


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for token in tokens(text):
        assert token.text
        assert 0 <= token.start < token.end <= len(text)
        assert fold(token.text) == token.text or len(token.text) <= 2
    assert all(word.text and 0 <= word.start < word.end <= len(text) for word in split_words(text))


def test_texts_are_the_same_give_or_take_signs() -> None:
    assert plain("Why do I sneeze?") == plain("why, do I\u00a0SNEEZE")

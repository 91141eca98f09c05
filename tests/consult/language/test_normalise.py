"""Typed text has one form: nothing invisible hides in it, and every visible character stays."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.language.normalise import normalise, normalise_located

TRICKY = (
    "\u200b\u200c\u200d\ufe0f\ufe0e\u0301\u0323\u0344\u0338\u094d\u0915\u0941\u1100\u1161\u11a8\uac00\u2adc\u1fef\u1ffd`\u00b4'\u2018"
    "\u02bc\uff07\u00a0\u2028\r\n\v\f\x00\x08\x1f\ufffe\uffff\ud83d\ude00😀🏴\U000e0067\U000e007f👩🚀🏽0#\u20e3abé\u202e\u2066\u3164\u2800"
    "\u0627\u0645\u1820\u180b\u180e－＠Ａ\u0f73\u0f71\u212b\uf900"
)
texts = st.one_of(
    st.text(max_size=80),
    st.text(st.sampled_from(TRICKY), max_size=40),
    st.lists(st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=40).map("".join),
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Plain words, as typed.\n\tYes", "Plain words, as typed.\n\tYes"),
        ("one\r\ntwo\rthree\u2028four\x85five\vsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("a\x00b\x08c\x1fd\x7fe\x9ff", "abcdef"),
        ("a\ufffeb\uffffc\ufdd0d\U0001fffee", "abcde"),
        ("half \ud83d a pair", "half  a pair"),
        ("my\u200bself ki\u200cll ch\u2060est mi\u00adgraine \ufeffx", "myself kill chest migraine x"),
        ("\u202eabc\u202c \u2066def\u2069 \u200eg\u200f", "abc def g"),
        ("\u3164x\u115f\u1160\uffa0\u2800y\ufe0f", "xy"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("can\u2018t can\u2019t can\u02bct can\uff07t can`t can\u00b4t can\u2032t", " ".join(["can't"] * 7)),
        ("run `code` here", "run `code` here"),
        ("12\u201103\u20101985, \u22125 kg", "12-03-1985, -5 kg"),
        ("ＪＯ１＠ｅｘａｍｐｌｅ．ｏｒｇ，（胸痛）", "JO1@example.org，（胸痛）"),
        ("Me\u0301nie\u0300re", "M\u00e9ni\u00e8re"),
        ("a" + "\u0301" * 500, "\u00e1" + "\u0301" * 16),
        ("\u200b\u200b", ""),
        ("\u2060\u200b", ""),
        ("\u3164", ""),
        ("\u200e", ""),
        (" \n\u0301 ", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_one_form(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian
        "क्\u200dष श्री\u200dमान",  # Hindi
        "ശ്രീ അവന്\u200d",  # Malayalam, a consonant at the end of a word
        "👩🏽\u200d🚀 👁\ufe0f\u200d🗨\ufe0f ❤\ufe0f 1\ufe0f\u20e3 ©\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "ᠨᠠᠢᠮᠠ\u180bᠨ",  # Mongolian
        "बुखार ปวดหัว காய்ச்சல் জ্বর مَرَض כְּאֵב",
        "胸口痛，我想死。「頭痛」",
    ],
)
def test_what_a_script_is_spelt_with_stays(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFC", text)


@given(texts)
@settings(max_examples=600, deadline=None)
def test_any_text_has_one_form_that_can_be_stored_and_sent(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"] == []
    assert once.encode().decode() == once


@given(texts)
@settings(max_examples=600, deadline=None)
def test_every_character_knows_where_it_stood(text: str) -> None:
    located = normalise_located(text)

    assert located.text == normalise(text)
    places = [located.span(at, at + 1) for at in range(len(located.text))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@pytest.mark.parametrize(
    "text", ["a" + "\u0301" * 500 + "b", "1\ufe0fx", "x\u200by" * 3, "\u200dx", "\r\n" * 3 + "x"]
)
def test_a_long_or_odd_text_is_located_too(text: str) -> None:
    located = normalise_located(text)

    assert located.text == normalise(text)
    assert text[slice(*located.span(len(located.text) - 1, len(located.text)))] == text[-1]


def test_a_span_covers_the_word_as_it_was_typed() -> None:
    stored = "I want to ki\u200cll my\u200bself, cafe\u0301"
    located = normalise_located(stored)
    found = [located.text.index(word) for word in ("kill", "caf\u00e9")]

    assert [stored[slice(*located.span(at, at + 4))] for at in found] == ["ki\u200cll", "cafe\u0301"]
    assert located.span(5, 5) == (5, 5)

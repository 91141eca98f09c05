"""Capital words that look like somebody's, by their letters and neighbours, where no rule speaks: a small linear model.

16,384 weights of one byte.  `python -m bench.personal_data_model` makes them; docs/SAFETY.md says from what.
"""

import re
from array import array
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zlib import crc32

from consult.privacy.findings import Kind, Span
from consult.privacy.reading import (
    BRANDS,
    CAPITALS,
    COMMON,
    EPONYMS,
    GIVEN,
    LARGE_PLACES,
    NOT_NAMES,
    OF_A_DISEASE,
    PARTICLES,
    SURNAMES,
    Reading,
    Word,
    is_nobodys,
    key,
)

WEIGHTS = Path(__file__).parent / "capitals.bin"
SIZE = 1 << 14
SCALE = 24
"""A stored byte is a weight times this."""
THRESHOLD = 0.5
"""Log odds above which a word is marked."""
THRESHOLD_WITH_ARTICLE = 3.0
"""The same after "the", "a" and "my": things have these, people do not."""
MOST_WORDS = 400
"""Capital words that are looked at in one text."""

_NUMBER_AFTER = re.compile(r"\s?\d")
_NUMBER_BEFORE = re.compile(r"\d\s*$")
_NOBODYS = EPONYMS | BRANDS | LARGE_PLACES
_ARTICLES = frozenset({"the", "a", "an", "my", "your", "this", "that", "some", "any", "no", "like"})
_LISTS = (("g", GIVEN), ("e", EPONYMS), ("L", LARGE_PLACES), ("C", COMMON))
# "TRAb", "SpO2", "mmHg": letters of a laboratory.
_ABBREVIATION = re.compile(r"\d|[^\W\d_][A-Z]{2}|[a-z][A-Z](?![a-z])|^[A-Z]{2,}[a-z]|^[IVX]{2,4}$")


def find_capitals(reading: Reading) -> Iterator[Span]:
    """Yield the capital words that the model takes for names of people, houses or small places."""
    for count, number in enumerate(candidates(reading)):
        if count >= MOST_WORDS:
            return
        word = reading.words[number]
        if _ABBREVIATION.search(word.text) or not _NOBODYS.isdisjoint(
            {word.key, *map(key, word.text.split("-"))}
        ):
            continue
        if (
            word.key in SURNAMES
            or word.key in PARTICLES
            or (word.key in COMMON and reading.begins_sentence(number))
            or reading.names_a_thing(number)
        ):
            continue
        if is_nobodys(word) or reading.is_of_famous(number) or _is_eponym(reading, word):
            continue
        threshold = THRESHOLD if not _has_article(reading, number) else THRESHOLD_WITH_ARTICLE
        if score(reading, number) > threshold:
            yield Span(Kind.NAME, *_stretched(reading, number))


def _is_eponym(reading: Reading, word: Word) -> bool:
    """Whether a given name stands for a disease or a part of the body: "Adam's apple"."""
    return word.is_given and bool(OF_A_DISEASE.match(reading.text, word.name_end))


def _has_article(reading: Reading, number: int) -> bool:
    """Whether "the" or the like stands right before a capital word."""
    if not number or reading.gap(number - 1).strip():
        return False
    return reading.words[number - 1].text.lower() in _ARTICLES


def candidates(reading: Reading) -> Iterator[int]:
    """Yield the numbers of the words whose capital may tell something."""
    if reading.is_shouting:
        return
    for number, word in enumerate(reading.words):
        if not word.is_capital or len(word.key) < 2 or word.key in CAPITALS or word.key in NOT_NAMES:
            continue
        is_short = word.is_shouted and len(word.text) < 4
        is_opening = word.text.lower() in COMMON and word.key not in GIVEN and reading.begins_sentence(number)
        if not is_short and not is_opening:
            yield number


def score(reading: Reading, number: int) -> float:
    """Return the log odds that the word is somebody's."""
    weights = _weights()
    return float(sum(weights[place] for place in places(reading, number)) / SCALE)


def places(reading: Reading, number: int) -> set[int]:
    """The places of the word's features among the weights."""
    return {crc32(feature.encode()) % SIZE for feature in _features(reading, number)}


@cache
def _weights() -> "array[int]":
    return array("b", WEIGHTS.read_bytes())


def _features(reading: Reading, number: int) -> Iterator[str]:
    """What the model knows of a word: its letters, the lists it is in, and what stands around it."""
    word = reading.words[number]
    letters = f"<{word.key}>"
    yield "b"
    yield from (
        f"c{letters[at : at + size]}" for size in (3, 4) for at in range(min(len(letters), 24) - size + 1)
    )
    yield from (f"s{word.key[-3:]}", f"p{word.key[:3]}", f"l{min(len(word.key), 12)}")
    where = "beg" if reading.begins_sentence(number) else "mid"
    yield where
    yield from (
        name
        for name, has in (
            ("na", not word.text.isascii()),
            ("hy", "-" in word.text),
            ("poss", word.name_end != word.end),
            (f"sh{min(len(word.key), 6)}", word.is_shouted),
            ("num", _NUMBER_AFTER.match(reading.text, word.name_end)),
            ("numb", _NUMBER_BEFORE.search(reading.text, max(0, word.start - 3), word.start)),
        )
        if has
    )
    for name, words in _LISTS:
        if word.key in words:
            yield name
            yield name + where
    yield from _around(reading, number)


def _around(reading: Reading, number: int) -> Iterator[str]:
    """The words and signs around it; a capital word that is not common is only "CAP"."""
    back3, back2, back, on, on2 = (_told(reading, number + step) for step in (-3, -2, -1, 1, 2))
    word = reading.words[number]
    sign_before = (reading.gap(number - 1).strip()[:1] or "_") if number else "^"
    if number + 1 < len(reading.words):
        sign_after = reading.gap(number).strip()[:1] or "_"
    else:
        sign_after = reading.text[word.end : word.end + 8].strip()[:1] or "$"
    yield from (f"P1{sign_before}{back}", f"P2{back2}|{back}", f"N1{sign_after}{on}", f"N2{on}|{on2}")
    yield from (
        f"pg{sign_before}",
        f"ng{sign_after}",
        f"pn{back}|{on}",
        f"q2{back2}",
        f"q3{back3}",
        f"r2{on2}",
    )


def _told(reading: Reading, number: int) -> str:
    if number < 0 or number >= len(reading.words):
        return "^" if number < 0 else "$"
    word = reading.words[number]
    lower = word.text.lower()
    return lower if not word.is_capital or lower in COMMON else "CAP"


def _stretched(reading: Reading, number: int) -> tuple[int, int]:
    """Where the capitals begin and end that stand together with the word."""
    first = last = number
    while first and number - first < 3 and reading.joins(first - 1) and _goes_along(reading, first - 1):
        first -= 1
    while (
        last + 1 < len(reading.words)
        and last - number < 3
        and reading.joins(last)
        and _goes_along(reading, last + 1)
    ):
        last += 1
    return reading.words[first].start, reading.words[last].name_end


def _goes_along(reading: Reading, number: int) -> bool:
    word = reading.words[number]
    if word.is_initial and reading.text[word.end : word.end + 1] == ".":
        return True
    is_begun = reading.begins_sentence(number) and not (number and reading.words[number - 1].is_initial)
    is_word = word.key in NOT_NAMES or word.key in CAPITALS - SURNAMES or is_begun
    return word.is_capital and not is_word and not (word.is_shouted and len(word.text) < 4)

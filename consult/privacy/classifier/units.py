"""A text cut into units, words and numbers, and what is known of each beside its meaning: shape, place, lists."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consult.language.word_lists import word_lists
from consult.privacy import reading

_UNIT = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_NEIGHBOURS = (-2, -1, 0, 1, 2)
_SHORTEST_SHOUT = 2

_GIVEN_LISTS = word_lists("given_names")
_LISTS: tuple[frozenset[str], ...] = (
    _GIVEN_LISTS["given_names"],
    _GIVEN_LISTS["more_given_names"] | word_lists("registered_names")["registered_names"],
    _GIVEN_LISTS["words_when_small"],
    reading.COMMON,
    reading.EPONYMS,
    reading.FOREIGN,
    reading.CAPITALS,
    reading.MEDICINES,
    reading.BRANDS - reading.MEDICINES,
    reading.LARGE_PLACES,
    word_lists("small_places")["small_places"],
    reading.PARTICLES,
    reading.SURNAMES,
    reading.WORDS_TOO,
    reading.NOT_NAMES,
    reading.THINGS,
    frozenset().union(*(word_lists("houses")[name] for name in ("hospitals_behind", "schools_behind"))),
    frozenset().union(*(word_lists("houses")[name] for name in ("workplaces_behind", "shops_behind"))),
    frozenset().union(*(word_lists("houses")[name] for name in ("generic", "departments", "centres"))),
    frozenset("_".join(reading.FAMOUS).split("_")),
)
_SHAPES: tuple[Callable[[str], bool], ...] = (
    lambda word: word[0].isupper(),
    lambda word: len(word) >= _SHORTEST_SHOUT and word.isupper(),
    lambda word: len(word) == 1 and word.isupper(),
    lambda word: len(word) == 1,
    lambda word: word.isdecimal(),
    lambda word: word[0].isdecimal() and not word.isdecimal(),
    lambda word: not word.isdecimal() and any(sign.isdecimal() for sign in word),
    lambda word: not word.isascii(),
    lambda word: word[1:].lower() != word[1:] and not word.isupper(),
    lambda word: "'" in word,
    *((lambda word, size=size: len(word) == size) for size in (2, 3, 4)),
    lambda word: len(word) > 8,
)
_BEFORE = {sign: number for number, sign in enumerate(",.(:-/@#\"'\n")}
_BEHIND = {sign: number for number, sign in enumerate(",.):-/@?!\n")}
_PLACES = 5
LISTS = slice(len(_SHAPES), len(_SHAPES) + len(_LISTS))
"""Where among the features of a unit the lists stand."""
OF_A_UNIT = len(_SHAPES) + len(_LISTS) + len(_BEFORE) + len(_BEHIND) + _PLACES
WIDTH = OF_A_UNIT * len(_NEIGHBOURS)


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or number, text[start:end]."""

    text: str
    start: int
    end: int


def cut(text: str) -> list[Unit]:
    """The units of a text (in its one form), in order."""
    return [Unit(match[0], *match.span()) for match in _UNIT.finditer(text)]


def features(text: str, units: list[Unit]) -> NDArray[np.float32]:
    """What is known of each unit, one row of OF_A_UNIT zeros and ones each."""
    known = np.zeros((len(units), OF_A_UNIT), dtype=np.float32)
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(map(str.isupper, letters))
    is_shouting, is_small = capitals > len(letters) / 2, not capitals
    begins, ends = len(text) - len(text.lstrip()), len(text.rstrip(" \t.!?"))
    by_word: dict[str, list[bool]] = {}
    for row, unit in enumerate(units):
        if unit.text not in by_word:
            by_word[unit.text] = _of_a_word(unit.text)
        known[row, : LISTS.stop] = by_word[unit.text]
        at = LISTS.stop
        before = text[max(0, unit.start - 3) : unit.start].rstrip(" \t")[-1:]
        if before in _BEFORE and before:
            known[row, at + _BEFORE[before]] = 1
        at += len(_BEFORE)
        behind = text[unit.end : unit.end + 3].lstrip(" \t")[:1]
        if behind in _BEHIND and behind:
            known[row, at + _BEHIND[behind]] = 1
        at += len(_BEHIND)
        known[row, at:] = (
            not before or before in ".!?\n",
            unit.start <= begins,
            unit.end >= ends,
            is_shouting,
            is_small,
        )
    return known


def _of_a_word(word: str) -> list[bool]:
    """What a word says wherever it stands: its shape, and which lists know it."""
    key = reading.key(word)
    return [*(shape(word) for shape in _SHAPES), *(key in words for words in _LISTS)]


def with_neighbours(known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row with those of the units before and behind it, WIDTH numbers; nothing stands beyond the ends."""
    reach = max(_NEIGHBOURS)
    padded = np.pad(known, ((reach, reach), (0, 0)))
    return np.concatenate([padded[reach + step : reach + step + len(known)] for step in _NEIGHBOURS], axis=1)

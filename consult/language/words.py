"""Words of a text made comparable, sentence by sentence: folded, stemmed, contractions opened."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from consult.language.characters import APOSTROPHES, IDEOGRAPHS, JOINERS, MARKS
from consult.language.normalise import normalise_located
from consult.language.spans import SENTENCE_END
from consult.language.stem import stem
from consult.language.tokens import WORD, fold
from consult.language.word_lists import word_lists, word_pairs

# What a word is cut into here: numbers, single ideographs, letters ("6mg" is a number and a word).
_LETTERS = rf"[^\W\d_{IDEOGRAPHS}](?:[^\W\d_{IDEOGRAPHS}]|[{MARKS}{JOINERS}])*"
_PIECE = re.compile(rf"\d+(?:[.,]\d+)?|[{IDEOGRAPHS}]|{_LETTERS}(?:[{APOSTROPHES}]{_LETTERS})*")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_IRREGULAR = word_pairs("contractions", "irregular")
_BARE_NEGATIVES = word_lists("contractions")["bare_negatives"]
_APART = word_lists("spelling")["apart"]
_ENDINGS = {ending: meaning for ending, (meaning,) in word_pairs("contractions", "endings").items()}


class Word(NamedTuple):
    """One comparable word. `start` and `end` are character offsets in the original text.

    A tuple, because a long text has thousands: a frozen dataclass takes three times as long to make.
    """

    text: str
    key: str
    start: int
    end: int
    sentence: int
    line: int
    before: str
    """What stands between the previous word and this one."""


def split_words(text: str) -> list[Word]:
    """Return the words of a text in order; linear in its length; never fails."""
    normal = normalise_located(text)
    words: list[Word] = []
    sentence = line = cursor = 0
    for first, last in _pieces(normal.text):
        before = normal.text[cursor:first]
        cursor = last
        if before and words:
            sentence += bool(SENTENCE_END.search(before))
            line += "\n" in before
        start, end = normal.span(first, last)
        for part, compared in _compared(normal.text[first:last]):
            words.append(Word(part, compared, start, end, sentence, line, before))
            before = ""
    return words


def key(word: str) -> str:
    """Return what a word is compared by: its stem, but itself where the stem would be another word ("ate", "at")."""
    if word in _APART:
        return word.removesuffix("s")
    stemmed = stem(word)
    return stemmed if len(word) > 3 and len(stemmed) > 2 else word


@lru_cache(maxsize=8192)
def _compared(word: str) -> tuple[tuple[str, str], ...]:
    """The words that a piece of text stands for, each with its key."""
    return tuple((part, key(part)) for part in _open_contraction(_plain(word)))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where each number, ideograph and run of letters stands."""
    for word in WORD.finditer(text):
        if word[0].isascii() and word[0].isalpha():
            yield word.span()
        else:
            for piece in _PIECE.finditer(text, *word.span()):
                yield piece.span()


def _plain(word: str) -> str:
    """The word folded, its apostrophes and decimal points kept."""
    if word.isascii():
        return word.casefold()
    return "'".join(fold(part) for part in _APOSTROPHE.split(word))


def _open_contraction(word: str) -> tuple[str, ...]:
    """The words that a contraction stands for; nothing for a sign that folds away."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _BARE_NEGATIVES:
        return (word[:-2], "not")
    if "'" not in word:
        return (word,) if word else ()
    for ending, meaning in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word[: -len(ending)].replace("'", ""), meaning)
    opened = word.split("'")[0] if word.endswith("'s") else word.replace("'", "")
    return (opened,) if opened else ()

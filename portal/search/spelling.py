"""What a misspelt search may have been meant to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conditions.related.text.prepare import located, terms
from consult.language.tokens import fold
from portal.search.query import Query
from portal.search.vocabulary import Vocabulary

FAR_COMMONER = 20
"""A word found in few texts is doubted when a neighbour weighs this many times as much."""

RARE = 3
"""A word found in more texts than this is not doubted."""


@dataclass(frozen=True)
class Correction:
    """Another way to write a search.  It is sure when every word changed occurs nowhere on the site."""

    text: str
    is_sure: bool


def correct(
    query: Query, frequency: Mapping[str, int], vocabulary: Callable[[], Vocabulary]
) -> Correction | None:
    """Return the search with its doubtful words replaced, or None when there is nothing to replace.

    `frequency` tells in how many texts each term of the query occurs (a missing one: none).  The vocabulary is only
    called for when a word is doubtful.
    """
    pieces, at, sure = [], 0, True
    for term, start, end in located(query.text):
        count = frequency.get(term, 0)
        meant = _meant(query.text[start:end], count, vocabulary) if count <= RARE else ""
        if meant:
            pieces += [query.text[at:start], meant]
            at, sure = end, sure and count == 0
    if not pieces:
        return None
    return Correction("".join([*pieces, query.text[at:]]), sure)


def _meant(typed: str, count: int, vocabulary: Callable[[], Vocabulary]) -> str:
    """The word that `typed` stands for, "" for itself."""
    word = fold(typed)
    if not word.isalpha() or word in (known := vocabulary()):
        return ""
    for near in known.nearest(word):
        # "Numbnesses" is another form of a known word, not a slip.
        if terms(near) == terms(typed):
            return ""
        if count == 0 or known.weight(near) >= FAR_COMMONER * count:
            return near
    return ""

"""Phrases with "+": parts that stand near each other, in any order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from consult.language.words import Word

# Positions of the matched words of one part, ascending.
Matched = tuple[int, ...]
NEAR_WORDS = 12


def combine(words: Sequence[Word], parts: Sequence[Sequence[Matched]]) -> Iterator[Matched]:
    """Yield the matched words of every whole phrase, given the places of each of its parts.

    Parts belong together when at most twelve words lie between each and the first one, and at most one end of a
    sentence.  The nearest place of each part is taken.
    """
    anchors, *others = (sorted(set(places)) for places in parts)
    for anchor in anchors:
        near = [_nearest(words, anchor, places) for places in others]
        if all(near):
            yield tuple(sorted({place for matched in (anchor, *near) for place in matched}))


def _nearest(words: Sequence[Word], anchor: Matched, places: Sequence[Matched]) -> Matched:
    """Return the place that shares no word with the anchor and is nearest to it, else ()."""
    index = bisect_left(places, anchor)
    near = [
        place
        for place in places[max(0, index - 2) : index + 3]
        if not set(place) & set(anchor) and _is_near(words, anchor, place)
    ]
    return min(near, key=lambda place: _distance(anchor, place), default=())


def _distance(one: Matched, other: Matched) -> int:
    return max(one[0] - other[-1], other[0] - one[-1])


def _is_near(words: Sequence[Word], one: Matched, other: Matched) -> bool:
    return (
        _distance(one, other) <= NEAR_WORDS + 1
        and abs(words[one[0]].sentence - words[other[0]].sentence) <= 1
    )

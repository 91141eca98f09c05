"""Reads a text with the classifier: each sentence for itself, and the whole."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from consult.safety.classifier.model import MAX_TOKENS, Classifier, Reading

BUDGET = 400
"""Word pieces of a text up to which every sentence is read."""
CHOSEN = 220
"""Of a longer text so many are read: more takes longer than a page may (bench/red_flags/scan_time.py)."""
LONGEST = 400
"""Characters of one sentence that are read: longer ones are cut into such parts."""
WINDOW, WINDOWS = 90, 3
"""A text of more than MAX_TOKENS word pieces is not read as a whole.  What stands around each of the likeliest dangers,
so many word pieces, is judged as a text of its own: the rest of a long text says nothing of it."""
NAMED = 3
"""So many sentences in which rules found something are read besides, wherever they stand in a long text."""

# An address, or the mark of what was taken out, tells nothing of health; a short word keeps its sentence whole.
# A name stands for a name: "my son me fell" would be read as violence.
# From the beginning of a word only: a long text without spaces would be read again from each of its letters.
_NAME = "[name removed]"
_ADDRESS = re.compile(r"(?<!\S)[^\s@]+@[\w.-]*\w|https?://\S*\w|\[[\w -]{1,40} removed\]")
_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


@dataclass(frozen=True, slots=True)
class Passages:
    """What was read of a text, or of a window of a long one: sentences at their places, and the whole of it."""

    span: tuple[int, int]
    """Where it stands in the text."""
    places: list[tuple[int, int]]
    parts: list[Reading]
    whole: Reading
    sentences: int
    """In it, whether they were read or not."""
    pieces: int
    """Word pieces."""

    @property
    def likeliest(self) -> int:
        """Which of the parts is the likeliest danger."""
        return max(range(len(self.parts)), key=lambda at: self.parts[at].danger_odds)


def read(text: str, classifier: Classifier, named: Iterable[tuple[int, int]] = ()) -> list[Passages]:
    """Read a text (in its one form); of a long one its windows, none where there is no sentence.

    `named` are the places of what rules found, the first to be read first.
    """
    text = _ADDRESS.sub(lambda match: ("Sam" if match[0] == _NAME else "me").ljust(len(match[0])), text)
    places = sentences(text)
    if not places:
        return []
    ids = classifier.pieces([text[start:end] for start, end in places])
    pieces = sum(map(len, ids))
    if pieces > MAX_TOKENS:
        first = _sentences_at(named, places)
        chosen = sorted({*first, *classifier.likeliest(ids, BUDGET, CHOSEN)})
        by_sentence = dict(zip(chosen, classifier.read([ids[at] for at in chosen]), strict=True))
        return _windows(text, places, by_sentence, [len(each) for each in ids], first, classifier)
    wholes = classifier.pieces([text]) if len(ids) > 1 else []
    parts = classifier.read([*ids, *wholes])
    whole = parts.pop() if wholes else parts[0]
    return [Passages((0, len(text)), places, parts, whole, len(ids), pieces)]


def _sentences_at(named: Iterable[tuple[int, int]], places: list[tuple[int, int]]) -> list[int]:
    """The first NAMED sentences that hold one of these places."""
    found = (
        at for start, end in named for at, (first, last) in enumerate(places) if first < end and start < last
    )
    return list(islice(dict.fromkeys(found), NAMED))


def _windows(
    text: str,
    places: list[tuple[int, int]],
    parts: dict[int, Reading],
    sizes: list[int],
    named: list[int],
    classifier: Classifier,
) -> list[Passages]:
    """What stands around the `named` and the likeliest of the sentences read (`parts`), none in another's window."""
    likeliest = sorted(parts, key=lambda at: parts[at].danger_odds, reverse=True)
    windows: list[range] = []
    for most, chosen in ((WINDOWS, likeliest), (WINDOWS + NAMED, named)):
        for at in chosen:
            if len(windows) < most and not any(at in window for window in windows):
                windows.append(_around(at, sizes))
    spans = [(places[window[0]][0], places[window[-1]][1]) for window in windows]
    ids = classifier.pieces([text[start:end] for start, end in spans])
    found = []
    for window, span, whole, pieces in zip(windows, spans, classifier.read(ids), ids, strict=True):
        read_here = [at for at in window if at in parts]
        found.append(
            Passages(
                span,
                [places[at] for at in read_here],
                [parts[at] for at in read_here],
                whole,
                len(window),
                len(pieces),
            )
        )
    return found


def _around(at: int, sizes: list[int]) -> range:
    """The sentence and its neighbours, before and after in turn, while they fit into WINDOW word pieces."""
    first, last, left = at, at + 1, WINDOW - sizes[at]
    grows = True
    while grows:
        grows = False
        if first and sizes[first - 1] <= left:
            first, left, grows = first - 1, left - sizes[first - 1], True
        if last < len(sizes) and sizes[last] <= left:
            last, left, grows = last + 1, left - sizes[last], True
    return range(first, last)


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), none longer than LONGEST, in order."""
    found, start = [], 0
    for stop in [*(match.end() for match in _END.finditer(text)), len(text)]:
        for at in range(start, stop, LONGEST):
            part = text[at : min(at + LONGEST, stop)]
            if part.strip():
                lead = len(part) - len(part.lstrip())
                found.append((at + lead, at + len(part.rstrip())))
        start = stop
    return found

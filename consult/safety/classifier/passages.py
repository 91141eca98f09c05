"""Reads a text with the classifier: each sentence for itself, and the whole."""

import re
from dataclasses import dataclass, replace

from consult.safety.classifier.model import MAX_TOKENS, Classifier, Reading

BUDGET = 400
"""Word pieces of a text up to which every sentence is read."""
CHOSEN = 250
"""Of a longer text so many are read: more takes longer than a page may (bench/red_flags/scan_time.py)."""
LONGEST = 400
"""Characters of one sentence that are read: longer ones are cut into such parts."""
AROUND = 200
"""A text of more than MAX_TOKENS word pieces is not read as a whole: so many characters before and after the likeliest
danger are."""

# An address, or the mark of what was taken out, tells nothing of health; a short word keeps its sentence whole.
# From the beginning of a word only: a long text without spaces would be read again from each of its letters.
_ADDRESS = re.compile(r"(?<!\S)[^\s@]+@[\w.-]*\w|https?://\S*\w|\[[\w -]{1,40} removed\]")
_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


@dataclass(frozen=True, slots=True)
class Passages:
    """What was read of a text: sentences at their places, and the whole or what stands around the likeliest."""

    places: list[tuple[int, int]]
    parts: list[Reading]
    whole: Reading
    sentences: int
    """Of the text, whether they were read or not."""
    pieces: int
    """Word pieces of the text."""

    @property
    def likeliest(self) -> int:
        """Which of the parts is the likeliest danger."""
        return max(range(len(self.parts)), key=lambda at: self.parts[at].danger_odds)

    def danger_at(self, start: int, end: int) -> float:
        """Log-odds of a danger of the likeliest part that overlaps text[start:end]; of the whole where none does."""
        found = [
            part.danger_odds
            for (first, last), part in zip(self.places, self.parts, strict=True)
            if first < end and start < last
        ]
        return max(found, default=self.whole.danger_odds)


def read(text: str, classifier: Classifier) -> Passages | None:
    """Read a text (in its one form); None where it has no sentence."""
    text = _ADDRESS.sub(lambda match: "me".ljust(len(match[0])), text)
    places = sentences(text)
    if not places:
        return None
    ids = classifier.pieces([text[start:end] for start, end in places])
    pieces = sum(map(len, ids))
    chosen = classifier.likeliest(ids, BUDGET, CHOSEN)
    places = [places[at] for at in chosen]
    is_long = pieces > MAX_TOKENS
    wholes = classifier.pieces([text]) if len(ids) > 1 and not is_long else []
    parts = classifier.read([*(ids[at] for at in chosen), *wholes])
    whole = parts.pop() if wholes else parts[0]
    found = Passages(places, parts, whole, len(ids), pieces)
    if is_long:
        start, end = places[found.likeliest]
        around = classifier.pieces([text[max(0, start - AROUND) : end + AROUND]])
        found = replace(found, whole=classifier.read(around)[0])
    return found


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

"""Rules and classifier together: what is marked besides, and which marks of the rules are nobody's."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.language.word_lists import word_lists
from consult.privacy import phones
from consult.privacy.classifier.model import KINDS, Classifier
from consult.privacy.classifier.stretches import stretches
from consult.privacy.contacts import PUBLIC_SITE
from consult.privacy.findings import Kind, Span
from consult.privacy.reading import FAMOUS, LARGE_PLACES, PSEUDONYMS, key

SURE = 0.85
"""The share from which a word is somebody's whatever the rules say."""
SURE_OF_A_NUMBER = 0.96
"""The same of a number or a date, which rules know well."""
LIKELY = 0.15
"""The share from which a word belongs to the sure one beside it."""
NOBODYS = 0.25
"""A mark of the rules none of whose words has a greater share than this is dropped."""
LONGEST_GAP = 3
"""Signs between two words of one name or place."""

# What a rule knows by its form stands: an e-mail address, a number with its check digit.
_DOUBTED = {Kind.NAME, Kind.CLINICIAN, Kind.HOSPITAL, Kind.SCHOOL, Kind.WORKPLACE, Kind.PLACE}
# What is called a number without a figure or a sign of the net is a name.
_FIGURES = re.compile(r"[\d@_/]|\b(?:dot|at|oh|zero|double|one|two|three|four|five|six|seven|eight|nine)\b")
_NUMBERS = {Kind.RECORD_NUMBER, Kind.DATE}

_HOUSES = word_lists("houses")
# What schools and hospitals have in their names.
_CALLED = (
    (Kind.SCHOOL, _HOUSES["schools_behind"] | _HOUSES["schools_before"]),
    (Kind.HOSPITAL, _HOUSES["hospitals_behind"] | _HOUSES["hospitals_before"] | {"ward", "bed", "bay"}),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A word at text[start:end], how likely it is somebody's, and its likeliest kind."""

    start: int
    end: int
    share: float
    kind: Kind


def judge(text: str, classifier: Classifier) -> list[Judged]:
    """The words of a text (in its one form) that the classifier read, in order."""
    places = stretches(text, classifier.sizes)
    judged = []
    found = classifier.judge([text[start:end] for start, end in places])
    for (first, _last), (units, shares) in zip(places, found, strict=True):
        kinds = shares[:, 1:].argmax(axis=1) + 1
        for unit, nobodys, kind in zip(units, shares[:, 0].tolist(), kinds.tolist(), strict=True):
            judged.append(Judged(first + unit.start, first + unit.end, 1 - nobodys, KINDS[kind] or Kind.NAME))
    return judged


def believed(spans: Sequence[Span], words: Sequence[Judged]) -> Iterator[Span]:
    """The marks of the rules without those that are surely nobody's."""
    starts, ends = [word.start for word in words], [word.end for word in words]
    for span in spans:
        inside = words[bisect_right(ends, span.start) : bisect_left(starts, span.end)]
        if span.kind not in _DOUBTED or not inside or max(word.share for word in inside) >= NOBODYS:
            yield span


def besides(text: str, words: Sequence[Judged]) -> Iterator[Span]:
    """What the classifier is sure of: words that stand together, one of them surely somebody's."""
    run: list[Judged] = []
    for word in words:
        if run and not _belongs(text, run[-1], word):
            yield from _marked(text, run)
            run = []
        if word.share >= LIKELY:
            run.append(word)
    yield from _marked(text, run)


def _belongs(text: str, last: Judged, word: Judged) -> bool:
    between = text[last.end : word.start]
    return word.share >= LIKELY and len(between) <= LONGEST_GAP and "\n" not in between


def _marked(text: str, run: Sequence[Judged]) -> Iterator[Span]:
    if not run:
        return
    kinds = [word.kind for word in run]
    start, end = run[0].start, run[-1].end
    # The first of those that are named as often: a set's order is another in each process.
    kind = max(kinds, key=kinds.count)
    if kind in _NUMBERS and not _FIGURES.search(text, start, end):
        kind = Kind.NAME
    sure = SURE_OF_A_NUMBER if kind in _NUMBERS else SURE
    if max(word.share for word in run) >= sure and not _is_everybodys(text, start, end, kind):
        yield Span(_exactly(kind, text[start:end]), start, end)


def _is_everybodys(text: str, start: int, end: int, kind: Kind) -> bool:
    """Whether it is a page or a number for everybody, a large place, a made-up name, or somebody famous."""
    if PUBLIC_SITE.match(text, max(text.rfind(sign, 0, start) for sign in " \n") + 1):
        return True
    if kind in _NUMBERS:
        return phones.is_nobodys(text[start:end])
    keys = [key(word.strip(".,")) for word in text[start:end].split()]
    return "_".join(keys) in FAMOUS or any(names.issuperset(keys) for names in (LARGE_PLACES, PSEUDONYMS))


def _exactly(kind: Kind, words: str) -> Kind:
    """Which house it is by its words, and whether a place is an address."""
    if kind is Kind.PLACE and any(sign.isdecimal() for sign in words):
        return Kind.ADDRESS
    if kind is Kind.WORKPLACE:
        known = {key(word) for word in words.split()}
        return next((house for house, names in _CALLED if not known.isdisjoint(names)), kind)
    return kind

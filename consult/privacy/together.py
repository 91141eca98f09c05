"""Several texts of one case read together: a name that stands in one is looked for in the others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.language.normalise import normalise_located
from consult.privacy.findings import Finding, Kind, Span, settle
from consult.privacy.personal_data import find_personal_data
from consult.privacy.reading import CAPITALS, COMMON, NOT_NAMES, SURNAMES, Reading

_OF_PEOPLE = {Kind.NAME, Kind.CLINICIAN}
_OF_HOUSES = {Kind.HOSPITAL, Kind.SCHOOL, Kind.WORKPLACE, Kind.PLACE}
_SHORTEST = 3


@dataclass(frozen=True)
class GivenAway:
    """What a text gives away and others may repeat: words of names, and names of houses and places whole."""

    words: frozenset[str]
    """Those of them that are words of any sentence are the name only where they have a capital: "Rose"."""
    phrases: frozenset[str]


def find_together(texts: Sequence[str], region: str = "GB") -> list[list[tuple[Finding, bool]]]:
    """Return the findings of each text, each with whether another text gives the same away.

    What is known from another text is found where nothing around it tells that it is a name.
    """
    alone = [find_personal_data(text, region) for text in texts]
    given = [_given_away(findings) for findings in alone]
    return [
        _with_repeated(text, alone[number], _joined(given[:number] + given[number + 1 :]))
        for number, text in enumerate(texts)
    ]


def _given_away(findings: Iterable[Finding]) -> GivenAway:
    words: set[str] = set()
    phrases: set[str] = set()
    for finding in findings:
        if finding.kind in _OF_PEOPLE:
            words |= {word.key for word in Reading(finding.text).words if len(word.key) >= _SHORTEST}
        elif finding.kind in _OF_HOUSES and len(finding.text) > _SHORTEST:
            phrases.add(finding.text.casefold())
    # What is a title ("Nurse", "Professor") or a word of every sentence is no name by itself.
    words -= NOT_NAMES | (CAPITALS - SURNAMES) | (COMMON - SURNAMES)
    return GivenAway(frozenset(words), frozenset(phrases))


def _joined(given: Iterable[GivenAway]) -> GivenAway:
    given = list(given)
    return GivenAway(
        frozenset().union(*(one.words for one in given)), frozenset().union(*(one.phrases for one in given))
    )


def _with_repeated(text: str, findings: list[Finding], given: GivenAway) -> list[tuple[Finding, bool]]:
    known = [(finding, _repeats(finding, given)) for finding in findings]
    if not given.words and not given.phrases:
        return known
    normal = normalise_located(text)
    reading = Reading(normal.text)
    spans = [
        Span(Kind.NAME, *normal.span(word.start, word.name_end))
        for number, word in enumerate(reading.words)
        if word.key in given.words
        and (word.key not in SURNAMES or (word.is_capital and not reading.begins_sentence(number)))
    ]
    for phrase in given.phrases:
        alone = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)
        spans += [Span(Kind.PLACE, *match.span()) for match in alone.finditer(text)]
    free = [span for span in spans if not any(f.start < span.end and span.start < f.end for f in findings)]
    return sorted([*known, *((new, True) for new in settle(text, free))], key=lambda pair: pair[0].start)


def _repeats(finding: Finding, given: GivenAway) -> bool:
    if finding.text.casefold() in given.phrases:
        return True
    return not given.words.isdisjoint(word.key for word in Reading(finding.text).words)

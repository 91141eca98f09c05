"""Names by what the sentence does with them: who begins a message, who says or does something, whose child it is."""

import re
from collections.abc import Iterable, Iterator

from consult.privacy.findings import Kind, Span
from consult.privacy.name_words import family_name_at
from consult.privacy.people import NEAR_KIN, RELATIVE
from consult.privacy.reading import (
    BRANDS,
    CAPITALS,
    COMMON,
    EPONYMS,
    LARGE_PLACES,
    NOT_NAMES,
    PARTICLES,
    SURNAMES,
    WORDS_TOO,
    Reading,
    Word,
)

_ENDS = re.compile(r"[ \t]*(?:[,.:;(]|[–-] |$|\n)")
_HERE = re.compile(r" here\b", re.IGNORECASE)
# "d'souza", "o'brien", "mcallister": hardly any other word is written so, but for "machine", "mackerel" and their like.
_FAMILY_NAME = re.compile(r"(?:d|o)['’][^\W\d_]{3,}|(?:mc|mac(?![hkur]))[^\W\d_]{5,}", re.IGNORECASE)
# "Will Grace-Hopewell, retired": a double name behind a given name that is a word.
_DOUBLE = re.compile(r" [A-Z][a-z]{2,14}-[A-Z][a-z]{2,14}(?:[,:]| here\b| \(| [-–])")
# What only people do, in the third person: a given name in front of it is one, though it is a word as well.
_DOES = re.compile(
    rf"(?:'s (?:{NEAR_KIN}|teacher|school|gp)\b"
    r"| (?:says|said|thinks|thought|reckons|told|tells|asks|asked|insists|swears|complains|complained|refuses|refused"
    r"|flew|went|phoned|rang|screamed|cried|sleeps|wants|hates|loves|fell|won't|just won't|doesn't|keeps"
    r"|swallowed|fainted"
    r"|collapsed|woke)\b)"
)
# The same of a family name that a disease bears: diseases and pills do much ("keeps", "refuses"), but say nothing.
_SAYS = re.compile(
    r"(?:,? who|,? my [a-z]+,?| (?:also|just|still|always|then|only))?"
    r" (?:says|said|thinks|thought|reckons|told|tells|asks|asked|insists|swears|complained|phoned|rang|texted|emailed"
    r"|wrote|writes|came (?:round|over|to see)|prescribed|prescribes|referred|advised|advises|agreed|agrees|fell"
    r"|fainted|lives|lived|went (?:home|to|back))\b|, (?:aged \d{1,2}|\d{1,2},? from)\b"
    rf"|,? (?:is|was) (?:my|our|his|her) (?:[a-z]{{2,9}} )?(?:{RELATIVE}|doctor|gp|consultant|surgeon|nurse)\b"
)
_OURS = re.compile(r"\bour (?=[^\W\d_])")
_LITTLE = re.compile(r"\b(?:[Ll]ittle|[Ww]ee|[Bb]aby) (?=[A-Z])")
_IS_PERSON = re.compile(
    r",? (?:is|was|has|had|aged?|who|needs|got|cannot|can't|won't|will not|keeps)\b|, \d{1,2}\b"
)
_OTHER_WORDS = CAPITALS | NOT_NAMES | EPONYMS | BRANDS | LARGE_PLACES


def find_subjects(reading: Reading) -> Iterator[Span]:
    """Yield names that no title, relative or introduction leads on to."""
    yield from _begun(reading)
    for word in reading.words if not reading.is_shouting else ():
        if word.is_capital and _is_given(word) and _DOES.match(reading.text, word.name_end):
            yield Span(Kind.NAME, word.start, word.name_end)
    for word in reading.words:
        if (family := family_name_at(reading, word.start)) and _SAYS.match(reading.text, family.end):
            yield family
    for child in _words_after(reading, _OURS.finditer(reading.small)):
        is_word_too = child.is_capital and child.key in WORDS_TOO
        if is_word_too or (child.is_given and not _is_any_word(child) and child.key not in SURNAMES):
            yield Span(Kind.NAME, child.start, child.name_end)
    for child in _words_after(reading, _LITTLE.finditer(reading.text)):
        if _is_given(child) and _IS_PERSON.match(reading.text, child.name_end):
            yield Span(Kind.NAME, child.start, child.name_end)


def _begun(reading: Reading) -> Iterator[Span]:
    """Who a message begins with: "mhairi macleod, 34 weeks", "SMITH, JOHN.", "d'souza here"."""
    if not reading.words or reading.text[: reading.words[0].start].strip():
        return
    first = reading.words[0]
    if first.key in WORDS_TOO and len(reading.words) > 1 and _DOUBLE.match(reading.text, first.end):
        yield Span(Kind.NAME, first.start, reading.words[1].end)
    is_family = _FAMILY_NAME.fullmatch(first.text) and not _is_any_word(first)
    if is_family and _HERE.match(reading.text, first.end):
        yield Span(Kind.NAME, first.start, first.end)
    if len(reading.words) < 3:
        return
    if is_family and reading.is_shouting and reading.gap(0).startswith("."):
        yield Span(Kind.NAME, first.start, first.end)
    second = reading.words[1]
    if _is_any_word(first) and (first.key not in EPONYMS or not reading.is_shouting):
        return
    if reading.is_shouting and reading.gap(0) == ", " and second.is_given and not _is_any_word(second):
        yield Span(Kind.NAME, first.start, second.end)
    if reading.is_shouting and (end := _with_particles(reading)) and _HERE.match(reading.text, end):
        yield Span(Kind.NAME, first.start, end)
    is_written_alike = reading.is_shouting or not (first.is_capital or second.is_capital)
    is_whole = first.is_given and reading.joins(0) and not _is_any_word(second)
    if is_written_alike and is_whole and _ENDS.match(reading.text, second.end):
        yield Span(Kind.NAME, first.start, second.end)


def _with_particles(reading: Reading) -> int:
    """Where a family name with small words in it ends that begins the text: "VAN DEN BERG"; else 0."""
    at = 0
    while at + 2 < len(reading.words) and reading.words[at].key in PARTICLES and reading.joins(at):
        at += 1
    word = reading.words[at]
    return word.end if at and not _is_any_word(word) else 0


def _is_given(word: Word) -> bool:
    return word.is_given or word.key in WORDS_TOO


def _words_after(reading: Reading, leads: Iterable[re.Match[str]]) -> Iterator[Word]:
    """The words that the matches lead on to."""
    for match in leads:
        number = reading.at(match.end())
        if number is not None:
            yield reading.words[number]


def _is_any_word(word: Word) -> bool:
    """Whether it is a word of any sentence, or known as something other than a name."""
    return bool({word.key, word.text.lower()} & COMMON) or word.key in _OTHER_WORDS

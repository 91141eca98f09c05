"""What in the texts of a case may name a person, and where: for an editor to look at, and to replace, all at once."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from consult.models.question_fields import BY_NAME
from consult.privacy.together import find_together

AROUND = 40
"""Characters shown on either side of a finding."""


@dataclass(frozen=True)
class Mark:
    """One finding: where it stands, what kind it is, its words with some text around, and what to write instead."""

    field: str
    kind: str
    before: str
    text: str
    after: str
    suggestion: str
    of_question: bool = True
    """It stands in the words of the question, which an editor may change."""
    is_repeated: bool = False
    """Another text of the case has the same name: "dear Maria" in the reply."""


@dataclass(frozen=True)
class Place:
    """One place at which words would be replaced."""

    field: str
    before: str
    text: str
    after: str
    instead: str = ""
    """What is written there, where it is not the suggestion."""


@dataclass
class Redaction:
    """Words that may name somebody, what would stand instead, and every place of the case where it would."""

    text: str
    kind: str
    suggestion: str
    is_repeated: bool
    places: list[Place] = field(default_factory=list)


def marks_in(question: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> list[Mark]:
    """Check each (label, text) of the question and of replies and messages, all together.

    Return the marks in order, each with some characters on either side.
    """
    labelled = [(*each, True) for each in question] + [(*each, False) for each in others]
    found = find_together([text for _label, text, _own in labelled], settings.COUNTRY)
    return [
        Mark(
            field=label,
            kind=finding.label,
            before=_before(text, finding.start),
            text=finding.text,
            after=_after(text, finding.end),
            suggestion=finding.suggestion,
            of_question=own,
            is_repeated=is_repeated,
        )
        for (label, text, own), findings in zip(labelled, found, strict=True)
        for finding, is_repeated in findings
    ]


def redactions_of(marks: Sequence[Mark], texts: Iterable[tuple[str, str]]) -> list[Redaction]:
    """The words of the marks, "Maria" and "maria" as one, with all places in these (label, text) to be replaced.

    A place that the check did not mark is one too: what names somebody once names them everywhere.
    """
    found: dict[str, Redaction] = {}
    for mark in marks:
        new = Redaction(mark.text, mark.kind, mark.suggestion, mark.is_repeated)
        known = found.setdefault(mark.text.casefold(), new)
        known.is_repeated |= mark.is_repeated
    pattern = _standing_alone(mark.text for mark in marks)
    for label, text in texts if found else ():
        for match in pattern.finditer(text):
            start, end = match.span()
            place = Place(label, _before(text, start), match.group(), _after(text, end))
            if label == BY_NAME["display_name"].label_for_staff:
                place = Place(label, "", text, "", instead=_("a made-up name"))
            places = found[match.group().casefold()].places
            if place not in places:
                places.append(place)
    return list(found.values())


def replacer(marks: Iterable[Mark], ticked: Iterable[str]) -> Callable[[str], str]:
    """Return what writes the suggestions over the ticked words of the marks, wherever `redactions_of` shows them.

    Words that are not ticked stay whole, also where ticked ones are a part of them.
    """
    chosen = {words.casefold() for words in ticked}
    known = {mark.text: mark.suggestion for mark in marks}
    instead = {words: known[words] for words in known if words.casefold() in chosen}
    if not instead:
        return str
    pattern = _standing_alone(known)
    return lambda text: pattern.sub(lambda match: instead.get(match.group(), match.group()), text)


def _standing_alone(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words where they are words of their own; the longest that fits."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _before(text: str, start: int) -> str:
    return text[max(0, start - AROUND) : start]


def _after(text: str, end: int) -> str:
    return text[end : end + AROUND]

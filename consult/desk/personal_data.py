"""What in the texts of a case may name a person, for an editor to look at before publication."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from consult.privacy.together import find_together


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


def marks_in(
    question: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]], around: int = 40
) -> list[Mark]:
    """Check each (label, text) of the question and of replies and messages, all together.

    Return the marks in order, each with `around` characters on either side.
    """
    labelled = [(*each, True) for each in question] + [(*each, False) for each in others]
    found = find_together([text for _label, text, _own in labelled], settings.COUNTRY)
    return [
        Mark(
            field=label,
            kind=finding.label,
            before=text[max(0, finding.start - around) : finding.start],
            text=finding.text,
            after=text[finding.end : finding.end + around],
            suggestion=finding.suggestion,
            of_question=own,
            is_repeated=is_repeated,
        )
        for (label, text, own), findings in zip(labelled, found, strict=True)
        for finding, is_repeated in findings
    ]


def replace_alone(text: str, mark: Mark) -> str:
    """Return the text with the suggestion in place of the mark's words wherever they stand as words of their own."""
    return re.sub(rf"(?<!\w){re.escape(mark.text)}(?!\w)", lambda _match: mark.suggestion, text)

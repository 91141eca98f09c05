"""What in a text may name a person, for an editor to look at before publication."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from consult.privacy.personal_data import find_personal_data


@dataclass(frozen=True)
class Mark:
    """One finding: where it stands, what kind it is, its words with some text around, and what to write instead."""

    field: str
    kind: str
    before: str
    text: str
    after: str
    suggestion: str


def personal_data_in(texts: Iterable[tuple[str, str]], around: int = 40) -> list[Mark]:
    """Check each (label, text); return the marks in order, each with `around` characters on either side."""
    return [
        Mark(
            field=label,
            kind=finding.label,
            before=text[max(0, finding.start - around) : finding.start],
            text=finding.text,
            after=text[finding.end : finding.end + around],
            suggestion=finding.suggestion,
        )
        for label, text in texts
        for finding in find_personal_data(text, settings.COUNTRY)
    ]

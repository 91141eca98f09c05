"""Find personal data in a text, show it, and take it out."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.safestring import SafeString

from consult.common.highlight import mark_spans
from consult.language.normalise import Normalised, normalise_located
from consult.privacy.contacts import find_contacts
from consult.privacy.dates import find_dates
from consult.privacy.findings import Finding, settle
from consult.privacy.identifiers import find_identifiers
from consult.privacy.names import find_names
from consult.privacy.places import find_places


def find_personal_data(text: str, region: str = "GB") -> list[Finding]:
    """Return what in the text may name a person, in its order, never overlapping; never fails.

    `region` is the country code that phone numbers without "+" are read for. The check is incomplete by nature:
    recall and precision on our own sentences are printed by `manage.py evaluate_personal_data`.
    """
    typed = normalise_located(text)
    spans = (
        *find_contacts(typed.text, region),
        *find_identifiers(typed.text),
        *find_dates(typed.text),
        *find_places(typed.text),
        *find_names(typed.text),
    )
    return [_as_stored(finding, typed, text) for finding in settle(typed.text, spans)]


def mark_findings(text: str, findings: Iterable[Finding]) -> SafeString:
    """Return the text as safe HTML, each finding in a <mark> that says its kind to a screen reader."""
    return mark_spans(text, ((finding.start, finding.end, finding.label) for finding in findings))


def _as_stored(finding: Finding, typed: Normalised, text: str) -> Finding:
    """The finding as it stands in the text that was not normalised."""
    start, end = typed.span(finding.start, finding.end)
    return replace(finding, start=start, end=end, text=text[start:end])


def redact(text: str, findings: Iterable[Finding]) -> str:
    """Return the text with each finding replaced by its suggestion.

    Raises ValueError when a finding is not of this text, so that a text changed meanwhile is never mangled.
    """
    for finding in sorted(findings, key=lambda finding: finding.start, reverse=True):
        if text[finding.start : finding.end] != finding.text:
            raise ValueError("The text has changed since it was checked.")
        text = text[: finding.start] + finding.suggestion + text[finding.end :]
    return text

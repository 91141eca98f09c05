"""Find personal data in a text, show it, and take it out."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from consult.common.highlight import mark_spans
from consult.language.normalise import normalise_located
from consult.privacy.addresses import find_addresses
from consult.privacy.classifier.decide import believed, besides, judge
from consult.privacy.classifier.model import get_classifier
from consult.privacy.contacts import find_contacts
from consult.privacy.dates import find_dates
from consult.privacy.extents import widen
from consult.privacy.findings import Finding, Span, settle
from consult.privacy.groups import find_groups
from consult.privacy.houses import find_houses
from consult.privacy.identifiers import find_identifiers
from consult.privacy.names import find_names
from consult.privacy.phones import find_phones
from consult.privacy.reading import Reading
from consult.privacy.small_names import find_small_names
from consult.privacy.small_places import find_people_of_places, find_small_places
from consult.privacy.subjects import find_subjects
from consult.privacy.told_names import find_told_names


def find_personal_data(text: str, region: str = "GB") -> list[Finding]:
    """Return what in the text may name a person, in its order, never overlapping; never fails.

    The rules look first; what the classifier is sure of is marked besides, and what it is sure is nobody's is not.
    Without the classifier the rules stand alone.

    `region` is the country code that phone numbers without "+" are read for.  The check is incomplete by nature:
    its figures are printed by `manage.py evaluate_personal_data`.  The text is read in its one form, so that no
    unseen character hides or cuts what is found.
    """
    normal = normalise_located(text)
    reading = Reading(normal.text)
    spans = [
        *find_contacts(normal.text),
        *find_phones(normal.text, region),
        *find_identifiers(normal.text),
        *find_addresses(normal.text),
        *find_houses(reading),
        *find_groups(reading),
        *find_names(reading),
        *find_subjects(reading),
        *find_told_names(reading),
        *find_small_names(reading),
        *find_small_places(reading),
    ]
    if (classifier := get_classifier()) is not None:
        words = judge(normal.text, classifier)
        spans = [*believed(spans, words), *besides(normal.text, words)]
    spans += list(find_people_of_places(normal.text, spans))
    spans += find_dates(normal.text)
    here = (
        Span(span.kind, *normal.span(span.start, span.end), span.instead)
        for span in widen(normal.text, spans)
    )
    return settle(text, here)


def mark_findings(text: str, findings: Iterable[Finding]) -> SafeString:
    """Return the text as safe HTML, each finding in a <mark> that says its kind to a screen reader."""
    return mark_spans(text, ((finding.start, finding.end, finding.label) for finding in findings))


def redact(text: str, findings: Iterable[Finding]) -> str:
    """Return the text with each finding replaced by its suggestion.

    Raises ValueError when a finding is not of this text, so that a text changed meanwhile is never mangled.
    """
    for finding in sorted(findings, key=lambda finding: finding.start, reverse=True):
        if text[finding.start : finding.end] != finding.text:
            raise ValueError("The text has changed since it was checked.")
        text = text[: finding.start] + finding.suggestion + text[finding.end :]
    return text

"""The personal data check of what a patient typed: what was found in which answer, and taking it out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from consult.models import FollowUp
from consult.models.question_fields import BY_NAME, CHECKED
from consult.privacy.findings import Finding
from consult.privacy.personal_data import find_personal_data, mark_findings, redact
from consult.privacy.pseudonyms import suggest_name

# The answer under which a draft keeps which text the patient chose to leave as it is.
KEPT = "_kept_text"


@dataclass(frozen=True)
class Checked:
    """One answer in which something was found, and what it is called."""

    name: str
    label: Any
    text: str
    findings: list[Finding]

    @property
    def marked(self) -> SafeString:
        """The answer as safe HTML with the findings marked."""
        return mark_findings(self.text, self.findings)


def check_answers(answers: Mapping[str, Any], labels: Mapping[str, Any] = CHECKED) -> list[Checked]:
    """Return the answers that seem to hold personal data.  An empty list is no promise that there is none.

    `labels` names the answers to check and says what each is called.
    """
    checked = [
        Checked(name, label, answers[name], find_personal_data(answers[name], region=settings.COUNTRY))
        for name, label in labels.items()
        if answers.get(name)
    ]
    return [answer for answer in checked if answer.findings]


def fingerprint(answers: Mapping[str, Any], labels: Mapping[str, Any] = CHECKED) -> str:
    """Return a value that changes when one of the checked answers changes."""
    whole = "\x1f".join(str(answers.get(name, "")) for name in labels)
    return hashlib.sha256(whole.encode()).hexdigest()


def redacted(answers: Mapping[str, Any], wanted: str, labels: Mapping[str, Any] = CHECKED) -> dict[str, str]:
    """Return the answers that change when `wanted` is taken out.

    `wanted` is "all", or "name:start:end" of one finding; what is no longer there is left alone.
    """
    changed = {}
    for answer in check_answers(answers, labels):
        chosen = [
            finding
            for finding in answer.findings
            if wanted in ("all", f"{answer.name}:{finding.start}:{finding.end}")
        ]
        if chosen:
            changed[answer.name] = _without(answer, chosen)
    return changed


def _without(answer: Checked, chosen: list[Finding]) -> str:
    """The answer without these findings; a name that gives somebody away becomes a made-up one."""
    if answer.name == "display_name":
        return suggest_name()
    text = redact(answer.text, chosen)
    if len(text) <= (BY_NAME[answer.name].limit if answer.name in BY_NAME else FollowUp.LONGEST):
        return text
    # The words in place of a finding may be longer than it was; one line stays one line.
    return redact(answer.text, [replace(finding, suggestion="…") for finding in chosen])

"""Red flags in what was typed, and which of their cards were read already."""

from collections.abc import Collection, Mapping
from typing import Any

from consult.asking.steps import whole_text
from consult.safety.scan import RedFlag, scan

# The answer under which a draft keeps the numbers of the red flag rules whose card was read.
READ = "_read_cards"


def unread(text: str, read: Collection[str]) -> list[RedFlag]:
    """Return the red flags in the text whose rule (its number as text) is not among `read`."""
    return [finding for finding in scan(text) if str(finding.rule.pk) not in read]


def unread_flags(answers: Mapping[str, Any]) -> list[RedFlag]:
    """Return the red flags in this draft whose card has not been read yet."""
    return unread(whole_text(answers), answers.get(READ, []))


def rule_numbers(findings: Collection[RedFlag]) -> list[str]:
    """Return the numbers of the rules found, each once, as text."""
    return sorted({str(finding.rule.pk) for finding in findings})

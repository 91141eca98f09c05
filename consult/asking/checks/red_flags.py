"""Red flags in what was typed, and which of their cards were read already."""

from collections.abc import Collection, Mapping
from typing import Any

from consult.asking.steps import whole_text
from consult.safety.red_flag import RedFlag
from consult.safety.scan import scan

# The answer under which a draft keeps which cards of red flags were read.
READ = "_read_cards"


def unread(text: str, read: Collection[str]) -> list[RedFlag]:
    """Return the red flags in the text whose card is not among `read`."""
    return [finding for finding in scan(text) if finding.key not in read]


def unread_flags(answers: Mapping[str, Any]) -> list[RedFlag]:
    """Return the red flags in this draft whose card has not been read yet."""
    return unread(whole_text(answers), answers.get(READ, []))


def card_keys(findings: Collection[RedFlag]) -> list[str]:
    """Return what names the cards of these red flags, each once."""
    return sorted({finding.key for finding in findings})

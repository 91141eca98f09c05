"""Red flags in what was typed, and which of their cards were read already."""

from collections.abc import Mapping
from typing import Any

from consult.asking.steps import whole_text

# The answer under which a draft keeps the numbers of the red flag rules whose card was read.
READ = "_read_cards"


def flags_in(text: str) -> list[Any]:
    """Return the red flags that match the text; the rules are rows that editors keep."""
    return []


def unread_flags(answers: Mapping[str, Any]) -> list[Any]:
    """Return the red flags in this draft whose card has not been read yet."""
    read = set(answers.get(READ, []))
    return [flag for flag in flags_in(whole_text(answers)) if flag.pk not in read]

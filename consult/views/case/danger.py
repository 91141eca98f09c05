"""Red flags in what a patient writes on the case page."""

from typing import Any

from consult.asking.danger import flags_in
from consult.models import Question


def unread(text: str, read: set[str]) -> list[Any]:
    """Return the red flags in the text whose card has not been read yet."""
    return [flag for flag in flags_in(text) if str(flag.pk) not in read]


def act_on(question: Question, text: str) -> None:
    """Hold the question from publication when the text calls for it."""

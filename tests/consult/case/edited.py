"""The form of the page "Change your question"."""

from typing import Any

from consult.models import Question
from consult.models.question_fields import EDITABLE


def edited(question: Question, **changes: Any) -> dict[str, Any]:
    """What the page sends when nothing but `changes` is typed."""
    told = {name: getattr(question, name) for name in (*(field.name for field in EDITABLE), "version")}
    return {**told, "specialty": question.specialty_id or "", **changes}

"""One row of a list of similar questions, as pages show it, wherever it was found."""

from dataclasses import dataclass

from consult.models import Question, Reply

SHOWN = 4
"""Rows that a page shows."""


@dataclass(frozen=True)
class SimilarItem:
    """One similar question: the question with its public replies, and why it is similar, in words.

    One that is not `close` is about a related problem rather than the same.
    """

    question: Question
    reasons: list[str]
    score: float | None = None
    cosine: float | None = None
    pinned: bool = False
    close: bool = True

    @property
    def reply(self) -> Reply:
        """The reply to show: the first public one."""
        return self.question.public_replies[0]  # type: ignore[attr-defined,no-any-return]

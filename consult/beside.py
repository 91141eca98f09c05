"""What pages show beside questions: one prepared read for all questions of a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from consult.models.followup import FollowUp
from consult.models.reply import Reply
from consult.prepared import Prepared


def _replies(questions: list[int]) -> Any:
    """The public replies of these questions, oldest first."""
    rows = Reply.objects.public().filter(question__in=questions)
    return rows.select_related("doctor", "specialty").order_by("published_at", "pk")


def _followups(questions: list[int]) -> Any:
    """The public follow-ups of these questions, oldest first."""
    rows = FollowUp.objects.public().filter(question__in=questions)
    return rows.select_related("doctor").order_by("asked_at", "pk")


_read_replies: Prepared[Reply] = Prepared(_replies)
_read_followups: Prepared[FollowUp] = Prepared(_followups)


def public_replies(questions: Sequence[Model]) -> None:
    """Give each question its `public_replies`: what a stranger may read, with doctor and specialty."""
    _share_out(questions, _read_replies(question.pk for question in questions), "public_replies")


def public_followups(questions: Sequence[Model]) -> None:
    """Give each question its `public_followups`, with the doctors who answered."""
    _share_out(questions, _read_followups(question.pk for question in questions), "public_followups")


def _share_out(questions: Sequence[Model], rows: Iterable[Any], name: str) -> None:
    """Give each question the list of its rows, and each row its question."""
    lists: dict[int, list[Any]] = {question.pk: [] for question in questions}
    for row in rows:
        lists[row.question_id].append(row)
    for question in questions:
        setattr(question, name, lists[question.pk])
        for row in lists[question.pk]:
            row.question = question

"""Which follow-up messages of a case count, and whether its patient may send one more."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from consult.models import FollowUp, Question, Suspicion


def counted(messages: Iterable[Any]) -> list[FollowUp]:
    """The follow-ups among these messages of a case (with_suspicion) that count: what was rejected does not."""
    return [
        message
        for message in messages
        if message.kind == FollowUp.Kind.FOLLOW_UP and message.apart_as != Suspicion.Outcome.REJECTED
    ]


def sent_followups(question: Question) -> list[FollowUp]:
    """The follow-up messages of a case that count."""
    return counted(question.followups.filter(kind=FollowUp.Kind.FOLLOW_UP).with_suspicion())


def may_follow_up(question: Question) -> bool:
    """Whether the patient may send a follow-up message now."""
    return question.state.is_replied and len(sent_followups(question)) < settings.FOLLOW_UPS_PER_CASE

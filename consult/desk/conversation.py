"""What patient and staff have written to each other before and after the reply, oldest first, each with its answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consult.models import FollowUp, InformationRequest, Question


@dataclass(frozen=True)
class Exchange:
    """A request for information with what the patient answered, or a message of the patient."""

    at: datetime
    request: InformationRequest | None = None
    message: FollowUp | None = None
    form: Any = None
    """The form for its answer, for who may answer it now."""


def conversation(question: Question, followups: Sequence[FollowUp], forms: dict[int, Any]) -> list[Exchange]:
    """Every exchange of the case.  One query; the messages come with their doctors."""
    requests = list(InformationRequest.objects.filter(question=question).select_related("asked_by"))
    messages = {message.pk: message for message in followups}
    asked = [
        Exchange(request.asked_at, request, messages.pop(request.answer_id or 0, None))
        for request in requests
    ]
    told = [Exchange(message.asked_at, None, message, forms.get(message.pk)) for message in messages.values()]
    return sorted([*asked, *told], key=lambda exchange: exchange.at)


def answerable(followups: Iterable[FollowUp], doctor: Any) -> set[int]:
    """The messages (by key) that this doctor may answer now.  One query where any waits, else none."""
    waiting = [
        message.pk
        for message in followups
        if message.kind == FollowUp.Kind.FOLLOW_UP and message.answered_at is None
    ]
    if not (waiting and doctor):
        return set()
    return set(FollowUp.objects.owed_by(doctor).filter(pk__in=waiting).values_list("pk", flat=True))

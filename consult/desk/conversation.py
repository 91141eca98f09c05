"""What patient and staff have written to each other before and after the reply, oldest first, each with its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from consult.models import Doctor, FollowUp, InformationRequest, Question


@dataclass(frozen=True)
class Exchange:
    """A request for information with what the patient answered, or a message of the patient."""

    at: datetime
    request: InformationRequest | None = None
    message: FollowUp | None = None
    form: Any = None
    """The form for its answer, for who may answer it now."""


def conversation(question: Question, followups: Sequence[FollowUp], forms: dict[int, Any]) -> list[Exchange]:
    """Every exchange of the case.  One query where we asked for anything; the messages come with their doctors."""
    rows = InformationRequest.objects.filter(question=question).select_related("asked_by")
    requests = list(rows) if getattr(question, "has_requests", True) else []
    messages = {message.pk: message for message in followups}
    asked = [
        Exchange(request.asked_at, request, messages.pop(request.answer_id or 0, None))
        for request in requests
    ]
    told = [Exchange(message.asked_at, None, message, forms.get(message.pk)) for message in messages.values()]
    return sorted([*asked, *told], key=lambda exchange: exchange.at)


def messages_of(question: Question, doctor: Doctor | None) -> list[Any]:
    """The messages that doctors see, with `is_owed`: whether this doctor may answer it now.  One query."""
    owed = FollowUp.objects.owed_by(doctor) if doctor else FollowUp.objects.none()
    rows = question.followups.handed_over().select_related("doctor", "meant_for")
    return list(rows.annotate(is_owed=Exists(owed.filter(pk=OuterRef("pk")))))

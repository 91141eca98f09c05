"""What has happened with a case, in plain words, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models import AuditEntry, FollowUp, Question, Reply

# The acts of staff and system that a patient is told of, and in which words.  All others stay internal.
TOLD = {
    "edited by patient": _("You changed your question"),
    "contact changed": _("You changed your e-mail address"),
    "needs_info": _("We asked you for more information"),
    "declined": _("We could not answer your question"),
    "released": _("A person looked at it and passed it on to our doctors"),
    "rejected": _("A person looked at it and did not pass it on"),
    "approved": _("The question and its reply were published"),
    "unpublished": _("The question was taken off the public site"),
    "publication withdrawn": _("You took back your consent to publication"),
    "publication agreed": _("You agreed to publication"),
    "withdrawn": _("You withdrew your question"),
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    at: datetime
    words: Any


def timeline(question: Question, replies: Iterable[Reply], followups: Iterable[FollowUp]) -> list[Event]:
    """Return the events of this case that its patient may know, oldest first.  One query."""
    events = [Event(question.asked_at, _("You sent your question"))]
    for entry in AuditEntry.objects.filter(question_number=question.pk, action__in=TOLD):
        events.append(Event(entry.at, TOLD[entry.action]))
    events += [
        Event(reply.published_at, _("%(doctor)s replied") % {"doctor": reply.doctor.name})
        for reply in replies
        if reply.published_at
    ]
    for followup in followups:
        events.extend(_of_followup(followup))
    return sorted(events, key=lambda event: event.at)


def _of_followup(followup: FollowUp) -> list[Event]:
    """The message, and its answer once there is one."""
    asked = followup.kind == FollowUp.Kind.FOLLOW_UP
    sent = Event(
        followup.asked_at, _("You sent a follow-up message") if asked else _("You sent more information")
    )
    if not (asked and followup.answered_at and followup.doctor):
        return [sent]
    words = _("%(doctor)s answered your follow-up") % {"doctor": followup.doctor.name}
    return [sent, Event(followup.answered_at, words)]

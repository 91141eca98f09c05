"""The states of a question: what each one means, the ways between them, and what the patient reads."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a question stands.  Only PUBLISHED can be seen by a stranger."""

    WAITING = "waiting", _("Waiting for a doctor")
    NEEDS_INFO = "needs_info", _("More information needed")
    ANSWERED = "answered", _("Answered privately")
    PUBLISHED = "published", _("Answered and published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by the patient")
    SET_ASIDE = "set_aside", _("Set aside as suspicious")
    REJECTED = "rejected", _("Rejected as abuse")


@dataclass(frozen=True, kw_only=True)
class State:
    """All that follows from a status.  Nothing else compares a status: code and templates ask its state."""

    headline: Any
    """What the patient reads first on the case page."""
    badge: str
    """The class of its badge in static/css/admin.css."""
    text: Any = ""
    """What the patient reads after the headline."""
    text_if_agreed: Any = ""
    """The same for a patient who has agreed to publication, where it differs."""
    notice: str = ""
    """The class of the patient's notice in static/css/site.css."""
    leads_to: frozenset[str] = frozenset()
    """The statuses that a question may go to from here."""
    awaits_doctor: bool = False
    """A doctor has to reply: the question stands in the queue."""
    awaits_moderator: bool = False
    """A person has to say whether it is meant: it stands in no doctor's queue and in no figure."""
    awaits_patient: bool = False
    """The patient has to tell more, so the clock stops; `staff_message` says what."""
    is_replied: bool = False
    """The patient has a reply, and may write again."""
    is_public: bool = False
    """Strangers may read it."""
    is_refused: bool = False
    """Nobody here answers; `staff_message` says why."""

    @property
    def is_open(self) -> bool:
        """Whether a first reply is still owed."""
        return (self.awaits_doctor or self.awaits_patient) and not self.is_replied

    @property
    def may_be_changed(self) -> bool:
        """Whether its patient may still change the words."""
        return self.is_open or self.awaits_moderator

    @property
    def is_final(self) -> bool:
        """Whether nothing follows any more."""
        return not self.leads_to

    @property
    def has_message(self) -> bool:
        """Whether staff have written `staff_message` to the patient."""
        return self.awaits_patient or self.is_refused

    def words(self, *, agreed: bool) -> Any:
        """What the patient reads after the headline; `agreed` says whether to publication."""
        return self.text_if_agreed if agreed and self.text_if_agreed else self.text


STATES: dict[str, State] = {
    Status.WAITING: State(
        headline=_("Waiting for a doctor."),
        text=_("Only you, our doctors and our staff can see your question. You need not do anything."),
        badge="badge-waiting",
        awaits_doctor=True,
        leads_to=frozenset(
            {Status.NEEDS_INFO, Status.ANSWERED, Status.DECLINED, Status.WITHDRAWN, Status.SET_ASIDE}
        ),
    ),
    Status.NEEDS_INFO: State(
        headline=_("We need more information from you."),
        badge="badge-needs_info",
        notice="notice-warning",
        awaits_patient=True,
        leads_to=frozenset({Status.WAITING, Status.ANSWERED, Status.DECLINED, Status.WITHDRAWN}),
    ),
    Status.ANSWERED: State(
        headline=_("A doctor has replied."),
        text=_("The reply is private: it is not on the public site."),
        text_if_agreed=_("The reply is private so far. A person checks the text before it is published."),
        badge="badge-answered",
        notice="notice-success",
        is_replied=True,
        leads_to=frozenset({Status.PUBLISHED, Status.WITHDRAWN}),
    ),
    Status.PUBLISHED: State(
        headline=_("A doctor has replied, and the question is published."),
        badge="badge-published",
        notice="notice-success",
        is_replied=True,
        is_public=True,
        leads_to=frozenset({Status.ANSWERED, Status.WITHDRAWN}),
    ),
    Status.DECLINED: State(
        headline=_("We cannot answer this question here."),
        badge="badge-declined",
        is_refused=True,
        leads_to=frozenset({Status.ANSWERED, Status.WITHDRAWN}),
    ),
    Status.WITHDRAWN: State(
        headline=_("You have withdrawn this question."),
        text=_("Nobody answers it any more, and it is not on the public site."),
        badge="badge-withdrawn",
    ),
    Status.SET_ASIDE: State(
        headline=_("We have your question."),
        text=_("A person on our staff looks at it before it goes to a doctor. You need not do anything."),
        badge="badge-waiting",
        awaits_moderator=True,
        leads_to=frozenset({Status.WAITING, Status.REJECTED, Status.WITHDRAWN}),
    ),
    Status.REJECTED: State(
        headline=_("A person on our staff has looked at this, and it did not go to a doctor."),
        badge="badge-declined",
        is_refused=True,
        # A moderator may have been wrong.
        leads_to=frozenset({Status.WAITING, Status.WITHDRAWN}),
    ),
}

# For queries and constraints, in the order of the enum.
OPEN = [status for status in Status if STATES[status].is_open]
AWAITING_DOCTOR = [status for status in Status if STATES[status].awaits_doctor]
AWAITING_MODERATOR = [status for status in Status if STATES[status].awaits_moderator]
APART = [*AWAITING_MODERATOR, Status.REJECTED]
"""What looked like abuse: no doctor sees it, no figure counts it."""
CHANGEABLE = [status for status in Status if STATES[status].may_be_changed]
REPLIED = [status for status in Status if STATES[status].is_replied]
FINAL = [status for status in Status if STATES[status].is_final]
WITH_MESSAGE = [status for status in Status if STATES[status].has_message]


class TransitionError(Exception):
    """The question cannot go from its present status to the one asked for."""

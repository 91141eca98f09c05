"""Why a question may be declined, each with the words for its patient ready to send or to change.

That somebody has to be examined in person is no reason to decline but an answer: consult.models.examination.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models.safety import DangerLevel

CALM = frozenset({DangerLevel.NONE})
NOT_NOW = frozenset({DangerLevel.NONE, DangerLevel.TODAY})
ANY = frozenset(DangerLevel)


@dataclass(frozen=True)
class DeclineReason:
    """One reason: what staff choose, what the patient reads, and with which levels of danger it may be used."""

    label: Any
    text: Any
    levels: Set[DangerLevel] = CALM


DECLINE_REASONS = {
    "emergency": DeclineReason(
        _("Needs emergency care now"),
        _(
            "What you describe can be an emergency, and we answer far too slowly for that. "
            "Please call an ambulance now, or let somebody take you to an emergency department. "
            "If the danger has passed, still see a doctor today and tell them what happened."
        ),
        ANY,
    ),
    "crisis": DeclineReason(
        _("Needs somebody to talk to now, or protection"),
        _(
            "What you wrote worries us, and you should not be alone with it. "
            "Please talk to somebody now: your case page says who listens, by day and by night. "
            "If you or somebody else may be hurt now, call an ambulance or the police."
        ),
        ANY,
    ),
    "urgent": DeclineReason(
        _("Too urgent for this site"),
        _(
            "What you describe should be looked at today, and we answer too slowly for that. "
            "Please call your local health line or go to an urgent care centre now. "
            "If you think it is an emergency, call an ambulance."
        ),
        NOT_NOW,
    ),
    "own_doctor": DeclineReason(
        _("About treatment that another doctor directs"),
        _(
            "Your own doctor knows your tests and medicines, and changing the treatment from afar could harm you. "
            "Please ask the doctor who treats you. It helps to write your questions down before the visit."
        ),
    ),
    "outside": DeclineReason(
        _("Outside what doctors here can answer"),
        _(
            "No doctor on this site works in the field of your question. "
            "Your family doctor can tell you who does, and can refer you."
        ),
    ),
    "answered": DeclineReason(
        _("Already answered on this site"),
        _(
            "A question very much like yours has been answered here. "
            "Please read the reply, and when to seek care now: [[address of the thread]]. "
            "If your case is different, ask again and say how."
        ),
    ),
    "not_medical": DeclineReason(
        _("Not a health question"),
        _("This site answers questions about health only, so we cannot help with this one. We are sorry."),
        NOT_NOW,
    ),
}


def reasons_for(level: int) -> dict[str, DeclineReason]:
    """The reasons that fit a question of this level, by code."""
    return {code: reason for code, reason in DECLINE_REASONS.items() if level in reason.levels}

"""What each message says.  Never a word of the question: mail is read on shared screens and kept for years."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models import OutboxMessage
from consult.models.staffing import StaffNotice

Kind = OutboxMessage.Kind


@dataclass(frozen=True)
class Words:
    """Subject, one or two sentences, and what the link is called."""

    subject: Any
    text: Any
    link: Any


PATIENT_WORDS: dict[str, Words] = {
    Kind.RECEIVED: Words(
        _("We have your question"),
        _("Your question has arrived. We write to you when there is news."),
        _("Open your private case page"),
    ),
    Kind.NEEDS_INFO: Words(
        _("We need more information from you"),
        _("A doctor has read your question and needs to know more before answering."),
        _("Read what is needed and answer"),
    ),
    Kind.ANSWERED: Words(
        _("You have a reply"),
        _("A doctor has replied to your question."),
        _("Read the reply"),
    ),
    Kind.FOLLOW_UP_ANSWERED: Words(
        _("Your follow-up has an answer"),
        _("The doctor has answered your follow-up message."),
        _("Read the answer"),
    ),
    Kind.PUBLISHED: Words(
        _("Your question is published"),
        _(
            "As you agreed, your question and the reply can now be read by everybody. You can take this back any time."
        ),
        _("Open your private case page"),
    ),
    Kind.DECLINED: Words(
        _("We could not answer your question"),
        _("We cannot answer your question here. Your case page says why, and what you can do."),
        _("Open your private case page"),
    ),
    Kind.CASE_LINK: Words(
        _("The link to your cases"),
        _(
            "Somebody, probably you, asked for the link to the cases of this address. If it was not you, do nothing."
        ),
        _("Open your cases"),
    ),
}

STAFF_WORDS = Words(
    _("A question needs attention now"),
    _(
        "A question was held back from publication, or its patient wrote words that need attention. Please read it now."
    ),
    _("Open the question"),
)

_OPEN = _("Open the question")
_DESK = _("Open your first page")
NOTICE_WORDS: dict[str, Words] = {
    StaffNotice.Kind.NEW: Words(
        _("A new question"), _("A patient has asked a question in one of your specialties."), _OPEN
    ),
    StaffNotice.Kind.FOLLOW_UP: Words(
        _("A follow-up message"), _("A patient whom you have answered has written again."), _OPEN
    ),
    StaffNotice.Kind.INFORMATION: Words(
        _("The information has come"),
        _("A patient has told what you asked for. The question waits again."),
        _OPEN,
    ),
    StaffNotice.Kind.OVERDUE: Words(
        _("A question has waited too long"),
        _("A patient has waited longer than we want anybody to wait."),
        _OPEN,
    ),
    StaffNotice.Kind.ALERT: Words(
        _("A question needs attention now"),
        _("The safety check has marked a question of your specialties. Please read it now."),
        _OPEN,
    ),
    StaffNotice.Kind.ASSIGNED: Words(
        _("A question for you"), _("A colleague has given you a question to answer."), _OPEN
    ),
    StaffNotice.Kind.PASSED_ON: Words(
        _("A question was passed on"),
        _("A question that you had was passed to another specialty. Your first page says where to, and why."),
        _DESK,
    ),
    StaffNotice.Kind.TAKEN_OVER: Words(
        _("A question has gone to a colleague"),
        _("A question that you had is a colleague's now. Your first page says whose."),
        _DESK,
    ),
    StaffNotice.Kind.OPINION_ASKED: Words(
        _("A colleague asks for your opinion"),
        _("A colleague would like your view of a question. The patient does not read it."),
        _("Open what is asked"),
    ),
    StaffNotice.Kind.OPINION_GIVEN: Words(
        _("You have a second opinion"), _("A colleague has given the view that you asked for."), _OPEN
    ),
    StaffNotice.Kind.REDACTED: Words(
        _("Personal details were taken out"),
        _(
            "A moderator has taken personal details out of what you wrote to a patient. Please see that it still reads."
        ),
        _OPEN,
    ),
    StaffNotice.Kind.CHANGED: Words(
        _("Your words were changed"),
        _("Somebody has changed what a patient or readers see under your name. Please read it."),
        _OPEN,
    ),
    StaffNotice.Kind.SETTLED: Words(
        _("A question needs you no more"),
        _("A colleague has answered or declined a question that you had."),
        _DESK,
    ),
}
DIGEST_WORDS = Words(_("Your notices of the day"), _("Since the last mail of this kind:"), _DESK)

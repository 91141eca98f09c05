"""What each message says.  Never a word of the question: mail is read on shared screens and kept for years."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models import OutboxMessage

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

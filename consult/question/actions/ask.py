"""A patient asks."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from consult.common.email_address import clean_email
from consult.models import CaseLink, ConsentWording, Contact, Question
from consult.question.actions.hand_over import hand_over_question
from consult.question.actions.red_flags import Reading, record_red_flags
from consult.question.actions.set_aside import set_aside
from consult.question.audit import record
from consult.question.consents import give_consents


@transaction.atomic
def ask_question(
    *,
    fields: dict[str, Any],
    consents: Iterable[ConsentWording],
    email: str = "",
    signs: Iterable[str] = (),
    reading: Reading | None = None,
) -> tuple[Question, str]:
    """Store a new question with its consents; return it and the token of its private case link.

    `fields` are attributes of Question.  `consents` are the wordings that the patient agreed to.  The token is
    returned only here: the database keeps its hash.  What the safety check finds in the words stays with them
    and alerts staff (record_red_flags), whoever stores them.  The doctors of its specialty hear of it as they chose;
    with `signs` of abuse (consult.models.suspicion.Sign) only once a moderator has released it.  `reading` is what
    stands in the words of danger, when they have been read already.
    Raises ValidationError for an `email` that nobody can mail.
    """
    contact = None
    if email:
        contact, _created = Contact.objects.get_or_create(email=clean_email(email))
    question = Question.objects.create(contact=contact, **fields)
    give_consents(question=question, wordings=consents)
    token = CaseLink.to_case(question)
    record(action="asked", question=question)
    question = record_red_flags(question=question, reading=reading)
    if not (signs and set_aside(post=question, signs=signs)):
        hand_over_question(question=question)
    return question, token

"""A patient asks."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from consult.common.email_address import clean_email
from consult.events import question_written
from consult.models import CaseLink, ConsentWording, Contact, OutboxMessage, Question
from consult.models.staffing import StaffNotice
from consult.notifications.outbox import enqueue
from consult.notifications.staff import answerers, tell
from consult.question.actions.red_flags import record_red_flags
from consult.question.audit import record
from consult.question.consents import give_consents


@transaction.atomic
def ask_question(
    *, fields: dict[str, Any], consents: Iterable[ConsentWording], email: str = ""
) -> tuple[Question, str]:
    """Store a new question with its consents; return it and the token of its private case link.

    `fields` are attributes of Question.  `consents` are the wordings that the patient agreed to.  The token is
    returned only here: the database keeps its hash.  What the safety check finds in the words stays with them
    and alerts staff (record_red_flags), whoever stores them.  The doctors of its specialty hear of it as they chose.
    Raises ValidationError for an `email` that nobody can mail.
    """
    contact = None
    if email:
        contact, _created = Contact.objects.get_or_create(email=clean_email(email))
    question = Question.objects.create(contact=contact, **fields)
    give_consents(question=question, wordings=consents)
    token = CaseLink.to_case(question)
    record(action="asked", question=question)
    enqueue(kind=OutboxMessage.Kind.RECEIVED, question=question, key=str(question.pk))
    question_written.send(sender=Question, question=question)
    tell(kind=StaffNotice.Kind.NEW, question=question, people=answerers(question), key="asked")
    return record_red_flags(question=question), token

"""The patient mends the address that news of a case goes to."""

from django.db import transaction
from django.utils import timezone

from consult.common.email_address import clean_email
from consult.models import Contact, OutboxMessage, Question
from consult.models.case_link import hash_token
from consult.notifications.outbox import enqueue
from consult.question.audit import record
from consult.question.locking import lock


@transaction.atomic
def change_contact(*, question: Question, email: str, token: str) -> Question:
    """Send the news of this case to `email` from now on, or to nobody when it is empty.

    Somebody else may have got what went to the old address: links mailed there stop working, except the one with
    `token`, by which the patient is here.  The new address gets a message with a link of its own.
    """
    question = lock(question)
    old, email = question.contact, clean_email(email) if email.strip() else ""
    if email == (old.email if old else ""):
        return question
    question.contact = Contact.objects.get_or_create(email=email)[0] if email else None
    # Neither history nor version know the address: a doctor who is writing meanwhile is not disturbed.
    Question.objects.filter(pk=question.pk).update(contact=question.contact)
    mailed = question.case_links.filter(expires_at__isnull=False, revoked_at__isnull=True)
    mailed.exclude(token_hash=hash_token(token)).update(revoked_at=timezone.now())
    question.messages.filter(contact=old, contact__isnull=False).delete()
    if old is not None and not old.questions.exists():
        old.delete()
    entry = record(action="contact changed", question=question)
    enqueue(kind=OutboxMessage.Kind.RECEIVED, question=question, key=f"{question.pk}:{entry.pk}")
    return question

"""Making private links.  Only the hash of a token is stored: whoever needs a link again gets a fresh one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from consult.models import CaseLink, Contact, Question
from consult.models.case_link import hash_token, new_token


def link_to_case(question: Question, *, expires_at: datetime | None = None) -> str:
    """Store a further link to the case and return its token; without `expires_at` it works for ever."""
    token = new_token()
    CaseLink.objects.create(question=question, token_hash=hash_token(token), expires_at=expires_at)
    return token


def link_to_all_cases(contact: Contact, *, expires_at: datetime) -> str:
    """Store a link to all cases of one contact and return its token."""
    token = new_token()
    CaseLink.objects.create(contact=contact, token_hash=hash_token(token), expires_at=expires_at)
    return token


def mailed_link_expiry() -> datetime:
    """Return until when a link that is mailed now works: CASE_LINK_DAYS from now."""
    return timezone.now() + timedelta(days=settings.CASE_LINK_DAYS)

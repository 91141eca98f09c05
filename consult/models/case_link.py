"""The unguessable links by which a patient reaches the private pages.  Only their hashes are stored."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def hash_token(token: str) -> str:
    """Return the SHA-256 of a link's token as 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return a fresh token of 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def mailed_link_expiry() -> datetime:
    """Return until when a link that is mailed now works: CASE_LINK_DAYS from now."""
    return timezone.now() + timedelta(days=settings.CASE_LINK_DAYS)


class CaseLinkQuerySet(models.QuerySet["CaseLink"]):
    """Named reads of links."""

    def usable(self, token: str) -> "CaseLinkQuerySet":
        """The link with this token, unless it is revoked or has expired."""
        return self.filter(token_hash=hash_token(token), revoked_at__isnull=True).filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
        )


class CaseLink(models.Model):
    """Opens one case, or all cases of one contact."""

    question = models.ForeignKey(
        "consult.Question", on_delete=models.CASCADE, null=True, blank=True, related_name="case_links"
    )
    contact = models.ForeignKey(
        "consult.Contact", on_delete=models.CASCADE, null=True, blank=True, related_name="case_links"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("case link")
        verbose_name_plural = _("case links")
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, contact__isnull=True)
                | Q(question__isnull=True, contact__isnull=False),
                name="case_link_opens_question_or_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"Case link {self.pk}"

    @classmethod
    def to_case(cls, question: models.Model, *, expires_at: datetime | None = None) -> str:
        """Store a further link to the case and return its token; without `expires_at` it works for ever.

        Only the hash of a token is stored: whoever needs a link again gets a fresh one.
        """
        token = new_token()
        cls.objects.create(question_id=question.pk, token_hash=hash_token(token), expires_at=expires_at)
        return token

    @classmethod
    def to_all_cases(cls, contact: models.Model, *, expires_at: datetime) -> str:
        """Store a link to all cases of one contact and return its token."""
        token = new_token()
        cls.objects.create(contact_id=contact.pk, token_hash=hash_token(token), expires_at=expires_at)
        return token

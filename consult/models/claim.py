"""Who is at work on a question, so that two doctors do not write the same reply."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models.doctor import Doctor

# A reply takes long; a doctor who is called away must not keep a patient waiting.
LASTS = timedelta(minutes=30)


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Named reads of claims."""

    def running(self) -> "ClaimQuerySet":
        """Claims that have not run out."""
        return self.filter(until__gt=timezone.now())

    def given_to(self, doctor: Doctor) -> "ClaimQuerySet":
        """Running claims of questions that somebody gave this doctor."""
        return self.running().filter(doctor=doctor, assigned_by__isnull=False)


class Claim(models.Model):
    """One doctor has taken the question for a while, or was given it.

    It keeps nobody out: others see it and leave it alone, or take it over on record.
    """

    question = models.OneToOneField("consult.Question", on_delete=models.CASCADE, related_name="claim")
    doctor = models.ForeignKey(Doctor, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(_("until"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
        help_text=_("Empty when the doctor took it."),
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"Claim of question {self.question_id}"

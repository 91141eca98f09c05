"""Who did what to which question, without any of its words; and what was erased."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act on one question.  Holds a number, not a reference, so that it outlives an erasure."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # who leaves is made inactive, and the trail never changes
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member of staff"),
        help_text=_("Empty for the patient and for the system."),
    )
    action = models.CharField(_("action"), max_length=40)
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colleague"),
        help_text=_("To whom or from whom a question went."),
    )
    question_number = models.PositiveBigIntegerField(
        _("question number"), null=True, blank=True, db_index=True
    )

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        about = f" on question {self.question_number}" if self.question_number else ""
        return f"{self.action}{about}"


class AuditLink(models.Model):
    """One link of the chain over the audit trail, in the order of commits: who changes an entry breaks it."""

    entry = models.OneToOneField(
        AuditEntry, on_delete=models.PROTECT, related_name="link", verbose_name=_("audit entry")
    )
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("link of the audit trail")
        verbose_name_plural = _("links of the audit trail")

    def __str__(self) -> str:
        return f"Link {self.pk}"


class Tombstone(models.Model):
    """Marks that a question was erased, so that its address says "gone".  Holds none of its words."""

    question_number = models.PositiveBigIntegerField(_("question number"), unique=True)
    erased_at = models.DateTimeField(_("erased at"), auto_now_add=True)

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return f"Question {self.question_number} was erased"

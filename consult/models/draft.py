"""What a patient has typed but not sent, kept for the same device."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """An unsent question.  Found by a cookie whose hash is stored; purged when old.

    Once it is sent it holds no words any more, only which question it became: so a second press of "Send" leads to
    the same question.
    """

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    answers = models.JSONField(_("answers"), default=dict)
    question = models.OneToOneField(
        "consult.Question",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="draft",
        editable=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(question__isnull=True) | models.Q(answers={}),
                name="draft_sent_keeps_no_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"

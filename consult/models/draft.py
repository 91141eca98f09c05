"""What a patient has typed but not sent, kept for the same device."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """An unsent question.  Found by a cookie whose hash is stored; purged when old."""

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    answers = models.JSONField(_("answers"), default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"Draft {self.pk}"

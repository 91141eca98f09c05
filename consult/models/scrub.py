"""What of an erasure has yet to happen to the file of the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwedScrub(models.Model):
    """Something was erased while SQLite's write-ahead log may still hold its words."""

    noted_at = models.DateTimeField(_("noted at"), auto_now_add=True)

    class Meta:
        verbose_name = _("owed scrub")
        verbose_name_plural = _("owed scrubs")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Scrub owed since {self.noted_at}"
